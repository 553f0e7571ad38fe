import { expect, test } from 'vitest';
import { safeUrl } from '../../../../adapters/web/page/answer/dom/safe-url.ts';

test.each([
  ['https://example.org/a?b=c', 'https://example.org/a?b=c'],
  ['HTTP://example.org', 'http://example.org/'],
  ['mailto:a@example.org', 'mailto:a@example.org'],
  ['javascript:alert(1)', null],
  [' java\nscript:alert(1)', null],
  ['data:text/html,<script>alert(1)</script>', null],
  ['vbscript:x', null],
  ['file:///etc/passwd', null],
  ['blob:https://example.org/1', null],
  ['//example.org/a', null],
  ['/web/conversations', null],
  ['#top', null],
  ['', null],
])('a model’s address %j leads to %j', (url, expected) => {
  expect(safeUrl(url)).toBe(expected);
});
