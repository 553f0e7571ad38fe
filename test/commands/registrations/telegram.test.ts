import { expect, test } from 'vitest';
import { COMMANDS } from '../../../commands/index.ts';
import { telegramCommands } from '../../../commands/registrations/telegram.ts';

const lists = telegramCommands(COMMANDS);

test('each scope has one list for everybody and one in Chinese', () => {
  const kinds = lists.map(({ language_code, scope }) => `${scope.type} ${language_code ?? '-'}`);
  expect(kinds).toEqual([
    'default -',
    'default zh',
    'all_private_chats -',
    'all_private_chats zh',
    'all_group_chats -',
    'all_group_chats zh',
  ]);
});

test('names and descriptions are such that Telegram takes them', () => {
  for (const list of lists) {
    expect(list.commands).toHaveLength(COMMANDS.length);
    for (const { command, description } of list.commands) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(256);
    }
  }
  const chinese = lists.filter(({ language_code }) => language_code === 'zh');
  for (const { commands } of chinese) expect(commands[0]?.description).toMatch(/\p{Script=Han}/u);
});

test('in groups what is only told is between the person and the bot; questions are for all', () => {
  const ephemeral = (type: string) =>
    lists
      .filter(({ scope }) => scope.type === type)
      .map(({ commands }) => commands.filter((one) => one.is_ephemeral).map(({ command }) => command));
  expect(ephemeral('all_group_chats')[0]).toEqual(expect.arrayContaining(['help', 'why', 'settings']));
  expect(ephemeral('all_group_chats')[0]).not.toContain('math');
  expect(ephemeral('all_private_chats')).toEqual([[], []]);
});
