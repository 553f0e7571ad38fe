import { expect, test } from 'vitest';
import { checkFiles } from '../../../../../adapters/web/page/composer/check-files.ts';
import { bytesInWords } from '../../../../../adapters/web/page/composer/file-size.ts';
import { en } from '../../../../../adapters/web/page/words/en.ts';

const LIMITS = {
  text_characters: 100,
  attachments: 2,
  attachment_bytes: 2048,
  total_bytes: 3072,
  picture_types: ['image/png', 'image/jpeg'],
  text_extensions: ['.txt'],
};
const file = (name: string, type = 'text/plain', size = 10) => ({ name, type, size });
const check = (more: readonly ReturnType<typeof file>[], chosen: readonly ReturnType<typeof file>[] = []) => {
  const { refusals, taken } = checkFiles(chosen, more, LIMITS, en);
  return { taken: taken.map(({ name }) => name), refusals };
};

test('pictures, texts and files of unknown type are taken', () => {
  expect(check([file('a.png', 'image/png'), file('main.rs', '')])).toEqual({
    taken: ['a.png', 'main.rs'],
    refusals: [],
  });
});

test.each([
  ['a film', file('f.mp4', 'video/mp4'), 'neither a picture nor a text file'],
  ['a picture of another kind', file('f.bmp', 'image/bmp'), 'PNG, JPEG'],
  ['one that is too large', file('f.txt', 'text/plain', 2049), '2 KB'],
  ['an empty one', file('f.txt', 'text/plain', 0), 'empty'],
])('%s is refused in words, the others are taken', (_, bad, words) => {
  const { refusals, taken } = check([bad, file('good.txt')]);
  expect(taken).toEqual(['good.txt']);
  expect(refusals).toHaveLength(1);
  expect(refusals[0]).toContain(words);
});

test('number and size count with what is attached already', () => {
  expect(check([file('c.txt')], [file('a.txt'), file('b.txt')]).refusals).toEqual([en.composer.tooMany(2)]);
  expect(check([file('b.txt', '', 2000)], [file('a.txt', '', 2000)]).refusals).toEqual([
    en.composer.tooLargeTogether('3 KB'),
  ]);
});

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1536, '1.5 KB'],
  [14 * 1024 * 1024, '14 MB'],
])('%i bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
