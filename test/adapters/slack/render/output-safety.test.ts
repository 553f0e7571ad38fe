import fc from 'fast-check';
import { expect, test } from 'vitest';
import { neutralise } from '../../../../adapters/slack/render/mentions.ts';
import { mayLink } from '../../../../src/rendering/may-link.ts';

test('no text calls people, and all of it can still be read', () => {
  const piece = fc.constantFrom(
    '<!',
    '<@',
    '<#',
    '&lt;!',
    '@',
    'here',
    'channel',
    'everyone',
    '|',
    '>',
    ' ',
    'U123',
    'a',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      const safe = neutralise(text);
      expect(safe).not.toMatch(/(?:<|&lt;)[!@#]|@(?:here|channel|everyone)\b/i);
      expect(safe.replaceAll('\u200B', '')).toBe(text);
    }),
  );
});

test.each([
  'https://evil.example/?q=SECRET',
  'https://evil.example/SECRET',
  'https://github.com/search?q=SECRET',
  'https://evil.example/#SECRET',
  'https://c2VjcmV0LWRhdGEtaW4tYS1uYW1l.evil.example/',
  'https://github.com.evil.example/a',
  'https://user:pw@github.com/',
  'javascript:alert(1)',
  'mailto:a@evil.example?body=SECRET',
  'not a link',
])('%s is shown, not live', (url) => {
  expect(mayLink(url)).toBe(false);
});

test.each([
  'https://github.com/honojs/hono/pull/1#x',
  'https://en.wikipedia.org/wiki/Slack',
  'https://example.com/',
  'https://example.com',
  'mailto:ann@example.com',
])('%s may be live', (url) => {
  expect(mayLink(url)).toBe(true);
});
