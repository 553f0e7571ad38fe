import { expect, test } from 'vitest';
import { COMMANDS } from '../../../commands/index.ts';
import { telegramCommands } from '../../../commands/registrations/telegram.ts';

test('one list for everybody and one in Chinese, in names and lengths that Telegram takes', () => {
  const [english, chinese, ...more] = telegramCommands(COMMANDS);
  expect(more).toEqual([]);
  expect(english).not.toHaveProperty('language_code');
  expect(chinese?.language_code).toBe('zh');
  for (const list of [english, chinese]) {
    expect(list?.commands).toHaveLength(COMMANDS.length);
    for (const { command, description } of list?.commands ?? []) {
      expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
      expect(description.length).toBeGreaterThan(0);
      expect(description.length).toBeLessThanOrEqual(256);
    }
  }
  expect(chinese?.commands[0]?.description).toMatch(/\p{Script=Han}/u);
});
