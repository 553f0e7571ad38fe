import { expect, test } from 'vitest';
import { parseDialogues } from '../../../src/routing/tools/dialogues.ts';

test('dialogues are read; blank lines, a byte-order mark and Windows line ends do not matter', () => {
  const turns = '"turns":[{"text":"2+2","label":"math"},{"text":"thanks","label":"math","kind":"thanks"}]';
  expect(parseDialogues(`\uFEFF{"lang":"en",${turns}}\r\n\r\n{${turns}}\n`, 'f')).toEqual(
    ['en', 'und'].map((lang) => ({
      lang,
      turns: [
        { text: '2+2', label: 'math', thanks: false },
        { text: 'thanks', label: 'math', thanks: true },
      ],
    })),
  );
});
