import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COMMANDS, parseCommand } from '../../commands/index.ts';
import { COMMAND_NAMES } from '../../commands/types.ts';

const SLACK = { mentions: ['<@U1>', '@bot'] };
const TELEGRAM = { mentions: ['@our_bot'], botName: 'our_bot' };

test.each([
  ['/math 2+2', 'math', '2+2'],
  ['  /code  write\nit ', 'code', 'write\nit'],
  ['/Math 2+2', 'math', '2+2'],
  ['／math 2+2', 'math', '2+2'],
  ['/reset', 'reset', ''],
  ['what is /math?', null, 'what is /math?'],
  ['/etc/passwd', null, '/etc/passwd'],
  ['/unknown x', null, '/unknown x'],
  ['/mathx', null, '/mathx'],
  ['/', null, '/'],
  ['/switchboard', 'help', ''],
  ['/switchboard /why', 'why', ''],
  ['/switchboard what is the capital of France?', 'ask', 'what is the capital of France?'],
  ['why', null, 'why'],
])('%j is %s where nothing is mentioned', (input, name, text) => {
  const parsed = parseCommand(input);
  expect(parsed.call?.name ?? null).toBe(name);
  expect(parsed.text).toBe(text);
});

test.each([
  ['<@U1> /translate to fr: hi', 'translate', 'to fr: hi'],
  ['<@U1>, why', 'why', ''],
  ['<@U1> Help', 'help', ''],
  ['@Bot: retry', 'retry', ''],
  ['@bot why?', null, 'why?'],
  ['@bot help me', null, 'help me'],
  ['@bot stop it', null, 'stop it'],
  ['@bot code is hard', null, 'code is hard'],
  ['@bot settings', null, 'settings'],
  ['@bot translate this to French', null, 'translate this to French'],
  ['@bot translate to be or not to be: a play', null, 'translate to be or not to be: a play'],
  ['@bottle why', null, '@bottle why'],
  ['hello @bot why', null, 'hello @bot why'],
])('%j is %s behind a mention', (input, name, text) => {
  const parsed = parseCommand(input, SLACK);
  expect(parsed.call?.name ?? null).toBe(name);
  expect(parsed.text).toBe(text);
});

test('a command for another bot is none of ours', () => {
  expect(parseCommand('/math@other_bot 3*4', TELEGRAM).call).toBe(null);
  expect(parseCommand('/math@our_bot 3*4', TELEGRAM).call?.name).toBe('math');
  expect(parseCommand('/math 3*4', TELEGRAM).call?.name).toBe('math');
});

test('every name is declared once', () => {
  expect(COMMANDS.map(({ name }) => name).toSorted()).toEqual([...COMMAND_NAMES].toSorted());
});

test('what follows a name is handed on whole, whatever it is', () => {
  fc.assert(
    fc.property(fc.constantFrom(...COMMAND_NAMES), fc.string({ unit: 'grapheme' }), (name, text) => {
      expect(parseCommand(`/${name} ${text}`)).toEqual({
        call: { name, text: text.trim(), options: {} },
        text: text.trim(),
      });
    }),
  );
});

test('a mention alone does not change what is said', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{9,12} [\p{L} ]{0,20}[.?]$/u), (text) => {
      expect(parseCommand(`<@U1> ${text}`, SLACK)).toEqual({ call: null, text });
    }),
  );
});
