import { expect, test } from 'vitest';
import { COMMANDS, parseCommand } from '../../commands/index.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import type { Switchboard } from '../../src/switchboard.ts';

test.each([
  ['/math 2+2', 'math', '2+2'],
  ['  /code  write\nit ', 'code', 'write\nit'],
  ['/reset', 'reset', ''],
  ['what is /math?', null, 'what is /math?'],
  ['/etc/passwd', null, '/etc/passwd'],
  ['/unknown x', null, '/unknown x'],
  ['/mathx', null, '/mathx'],
])('%j is %s', (input, name, text) => {
  const parsed = parseCommand(input);
  expect(parsed.command?.name ?? null).toBe(name);
  expect(parsed.text).toBe(text);
});

const place = {
  conversation: conversationKey('terminal', '@', 'x'),
  switchboard: {
    forget: async () => true,
    experts: async () => [{ name: 'math', modelUsed: 'm', window: 1, state: 'played_by_general' }],
  } as unknown as Switchboard,
};

async function act(name: string): Promise<string> {
  const command = COMMANDS.find((candidate) => candidate.name === name);
  return command?.kind === 'act' ? command.act(place) : '';
}

test('/help lists every command', async () => {
  const help = await act('help');
  for (const { name } of COMMANDS) expect(help).toContain(`/${name}  `);
});

test('/reset forgets, /experts tells who plays', async () => {
  expect(await act('reset')).toContain('Forgotten');
  expect(await act('experts')).toBe('math: m (played by general)');
});
