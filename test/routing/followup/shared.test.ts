import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sharedWith } from '../../../src/routing/followup/shared.ts';

test.each([
  ['why do the cats knead', 'cats knead blankets', 1, 0],
  ['renamed rows', 'how do I rename a column', 0.5, 0],
  ['rename the columns', 'how do I rename a column', 1, 0],
  ['the cats and the rabbits', 'a cat and its cats', 0.5, 0],
  ['why 47?', '47 divided by 6', 1, 1],
  ['why 48?', '47 divided by 6', 0, 0],
  ['红烧肉不放糖', '红烧肉怎么做', 0.4, 0],
  ['and the other one', 'this one and the other', 0, 0],
  ['hello there', '', 0, 0],
  ['', 'hello', 0, 0],
])('“%s” takes up of “%s” this share of words and numbers: %d, %d', (text, question, words, numbers) => {
  expect(sharedWith(text, question)).toEqual({ words: expect.closeTo(words, 9), numbers });
});

test('any two texts give shares from 0 to 1, and a text shares all with itself or has nothing to share', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, text, (one, other) => {
      const { numbers, words } = sharedWith(one, other);
      expect(words).toBeGreaterThanOrEqual(0);
      expect(words).toBeLessThanOrEqual(1);
      expect([0, 1]).toContain(numbers);
      expect([0, 1]).toContain(sharedWith(one, one).words);
    }),
  );
});
