import { expect, test } from 'vitest';
import { parseMarkdown } from '../../src/rendering/parse.ts';
import { plainText } from '../../src/rendering/plain.ts';

test.each([
  ['# A *b* [c](https://x.example) `d` $e$', 'A b c d e'],
  ['- a\n- [x] b\n- [ ] c', '• a\n• ☑ b\n• ☐ c'],
  ['2. a\n3. b', '2. a\n3. b'],
  ['> a\n\n---\n\n```py\nx\n```', 'a\n\nx'],
  ['| a | b |\n|---|---|\n| c | d |', 'a  b\nc  d'],
  ['![a cat](https://x.example/cat.png)', 'a cat'],
  ['a[^1]\n\n[^1]: b', 'a[1]\n\n[1] b'],
])('%j reads %j', (text, plain) => expect(plainText(parseMarkdown(text).children)).toBe(plain));
