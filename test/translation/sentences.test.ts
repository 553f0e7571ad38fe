import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitForTranslation } from '../../src/translation/sentences.ts';
import { splitLong } from '../../src/translation/split-long.ts';

const sent = (text: string, source: string) =>
  splitForTranslation(text, source)
    .filter(({ translate }) => translate)
    .map((piece) => piece.text);

test.each([
  ['eng_Latn', 'Hello there. How are you? Fine!', ['Hello there.', 'How are you?', 'Fine!']],
  ['zho_Hans', '你好。你今天怎么样？很好！', ['你好。', '你今天怎么样？', '很好！']],
  ['hin_Deva', 'नमस्ते। आप कैसे हैं?', ['नमस्ते।', 'आप कैसे हैं?']],
  ['arb_Arab', 'مرحبا. كيف حالك؟', ['مرحبا.', 'كيف حالك؟']],
])('%s is split at sentence ends', (source, text, sentences) => {
  expect(sent(text, source)).toEqual(sentences);
});

/** What is sent of an English text: whole sentences with their marks. */
const asked = (text: string) =>
  splitForTranslation(text, 'eng_Latn').flatMap((segment) =>
    segment.translate ? [segment.marked?.text ?? segment.text] : [],
  );

test.each([
  ['Run `npm ci`. Then see [the manual](https://a.example).', ['Run X1.', 'Then see X1 the manual X2.']],
  ['`npm ci` must be run first. {name} knows.', ['X1 must be run first.', 'X1 knows.']],
  ['**All of this is bold.** This is not.', ['All of this is bold.', 'This is not.']],
  ['**One is bold. Two is bold.** Three is not.', ['One is bold.', 'Two is bold.', 'Three is not.']],
  ['**Bold** and **brash**', ['X1 Bold X2 and X3 brash X4']],
  ['[The manual](https://a.example)', ['The manual']],
  ['| Use `a` here | Use `b` there |', ['Use X1 here', 'Use X1 there']],
  ['Take a name, e.g. `npm`, or i.e. Bob.', ['Take a name, e.g. X1, or i.e. Bob.']],
  ['It works! :tada:', ['It works!']],
])('%j is asked by the sentence', (text, sentences) => {
  expect(asked(text)).toEqual(sentences);
});

test('a marked sentence that is too long is sent in fragments', () => {
  const long = `${'word '.repeat(90)}{name} and more`;
  expect(splitForTranslation(long, 'eng_Latn').every(({ marked }) => marked === null)).toBe(true);
  expect(asked(long).at(-1)).toBe('and more');
});

test('a sentence that is too long is cut after a comma, else at a space, else anywhere', () => {
  expect(splitLong(`${'a'.repeat(300)}, ${'b'.repeat(200)}`)).toEqual([
    `${'a'.repeat(300)},`,
    ` ${'b'.repeat(200)}`,
  ]);
  expect(splitLong(`${'a'.repeat(300)} ${'b'.repeat(200)}`)).toEqual([
    `${'a'.repeat(300)} `,
    'b'.repeat(200),
  ]);
  expect(splitLong('a'.repeat(500)).map((part) => part.length)).toEqual([400, 100]);
  expect(splitLong('字'.repeat(200)).map((part) => part.length)).toEqual([150, 50]);
});

const text = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('. ', '。', ', ', '😀'.repeat(90), 'a'.repeat(450)),
    ),
  )
  .map((parts) => parts.join(''));

test('joined, the pieces are the text, and none is too long or breaks a character', () => {
  fc.assert(
    fc.property(text, fc.constantFrom('eng_Latn', 'zho_Hans', 'tha_Thai', 'kbp_Latn'), (whole, source) => {
      const pieces = splitForTranslation(whole, source);
      expect(pieces.map((piece) => piece.text).join('')).toBe(whole);
      for (const piece of pieces.filter(({ translate }) => translate)) {
        expect(piece.text.length).toBeLessThanOrEqual(400);
        expect(piece.text.isWellFormed()).toBe(true);
      }
    }),
  );
});
