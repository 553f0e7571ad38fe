import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oneLine, titleOf } from '../../../../adapters/web/conversations/title.ts';

test.each([
  ['Hello', [], 'Hello'],
  ['  two\n lines\t here ', [], 'two lines here'],
  ['', ['photo.png', 'b.txt'], 'photo.png'],
  ['', [], '…'],
  [
    'Explain how the transmission control protocol handles lost segments and more',
    [],
    'Explain how the transmission control protocol handles lost…',
  ],
  ['请'.repeat(70), [], `${'请'.repeat(60)}…`],
  ['😀'.repeat(61), [], `${'😀'.repeat(60)}…`],
])('%j is called %j', (text, files, title) => {
  expect(titleOf(text, files)).toBe(title);
});

test('a title is one line of at most 61 characters, with something to see, whatever was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      const title = titleOf(text, []);
      expect([...title].length).toBeLessThanOrEqual(61);
      expect(oneLine(title)).toBe(title);
      expect(title).not.toBe('');
      expect(title.isWellFormed()).toBe(true);
    }),
  );
});
