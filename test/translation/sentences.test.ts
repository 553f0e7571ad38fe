import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitForTranslation, splitLong } from '../../src/translation/sentences.ts';

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
