import { expect, test } from 'vitest';
import { completions } from '../../commands/completion.ts';
import { COMMANDS } from '../../commands/index.ts';

test('a slash offers all commands, letters those that begin so, in the person’s language', () => {
  expect(completions('/', 'en')).toHaveLength(COMMANDS.length);
  expect(completions(' /RE', 'en').map(({ insert }) => insert)).toEqual(['/retry ', '/reset ']);
  expect(completions('/tr', 'zh')).toEqual([
    { insert: '/translate ', usage: '[to 语言：] 内容', description: expect.stringContaining('翻译') },
  ]);
});

test.each(['', 'hello', '/math 2', 'a /ma', '/nothing'])('%j offers none', (typed) => {
  expect(completions(typed, 'en')).toEqual([]);
});
