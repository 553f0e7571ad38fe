import { expect, test } from 'vitest';
import { MAX_CODES, writeCodes } from '../../src/routing/normalize.ts';

function normalized(text: string): string {
  const codes = new Uint16Array(MAX_CODES);
  return String.fromCharCode(...codes.subarray(0, writeCodes(text, codes)));
}

test.each([
  ['upper case and runs of white space', 'Hello \t  World', ' hello world '],
  ['a line break among white space', 'a \n\n b', ' a\nb '],
  ['full-width forms', 'ＡＢＣ：１２３\u3000ｘ', ' abc:000 x '],
  ['digits', 'a 1x 2026', ' a 0x 0000 '],
  ['control characters', 'a\u0000\u0007b', ' a b '],
  ['decomposed hangul and accents', '\u1112\u1161\u11ab e\u0301', ' 한 é '],
  ['a Bengali letter, however its dot was typed', '\u09df', ' \u09af\u09bc '],
  ['the Turkish capital with a dot', 'İngilizce', ' ingilizce '],
  ['the joiners of Persian', 'می\u200cتوانید', ' میتوانید '],
  ['nothing', '', ' '],
])('%s', (_, text, expected) => {
  expect(normalized(text)).toBe(expected);
});

test('of a long text the first 2,000 and the last 500 characters are seen', () => {
  const seen = normalized(`${'a'.repeat(2000)}${'b'.repeat(5000)}${'c'.repeat(500)}`);
  expect(seen).toBe(` ${'a'.repeat(2000)}\n${'c'.repeat(500)} `);
});
