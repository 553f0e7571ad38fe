import { expect, test } from 'vitest';
import { readText, speaksToOther, withoutCall } from '../../../../adapters/discord/receive/incoming-text.ts';

const known = { users: new Map([['2', 'Bob']]), channels: new Map([['3', 'general']]) };

test.each([
  ['<@2> and <@!2>', '@Bob and @Bob'],
  ['<@9> in <#3>', '@9 in #general'],
  ['<@&5> <:tada:77> <a:dance:78>', '@role :tada: :dance:'],
  ['</math:12> at <t:0:R>', '/math at 1970-01-01T00:00:00.000Z'],
  ['a < b > c <@x> <b>', 'a < b > c <@x> <b>'],
])('%s is read as %s', (raw, text) => {
  expect(readText(raw, known)).toBe(text);
});

test('the bot’s name is taken away where it only calls the bot', () => {
  expect(withoutCall('<@1>, what is <@1>? <@!1>', '1')).toBe('what is <@1>?');
});

test('a message that begins with another name is for somebody else', () => {
  expect(speaksToOther(' <@2> look', '1')).toBe(true);
  expect(speaksToOther('<@1> look at <@2>', '1')).toBe(false);
});
