import { expect, test } from 'vitest';
import { gapBetween, isNeedless } from '../../src/translation/join.ts';

test.each([
  ['Hello.', 'I am here.', 'zho_Hans', 'eng_Latn', ' '],
  ['Run', '`npm ci`', 'zho_Hans', 'eng_Latn', ' '],
  ['[', 'the docs', 'zho_Hans', 'eng_Latn', ''],
  ['the docs', '](https://a.example)', 'zho_Hans', 'eng_Latn', ''],
  ['one\n', 'two', 'zho_Hans', 'eng_Latn', ''],
  ['', 'Hello', 'zho_Hans', 'eng_Latn', ''],
  ['你好。', '我在这里。', 'jpn_Jpan', 'zho_Hans', ''],
  ['Hello.', 'Bonjour.', 'eng_Latn', 'fra_Latn', ''],
])('between %j and %j, from %s to %s, stands %j', (before, after, source, target, gap) => {
  expect(gapBetween(before, after, source, target)).toBe(gap);
});

test('only spaces between sentences are needless, and only in a language that writes none', () => {
  expect(isNeedless({ translate: false, text: ' ' }, 'zho_Hans')).toBe(true);
  expect(isNeedless({ translate: false, text: '\n' }, 'zho_Hans')).toBe(false);
  expect(isNeedless({ translate: false, text: ' ' }, 'kor_Hang')).toBe(false);
  expect(isNeedless({ translate: true, text: ' ' }, 'zho_Hans')).toBe(false);
});
