import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  namesUser,
  readText,
  speaksToOther,
  withNames,
  withoutCall,
} from '../../../../adapters/slack/receive/incoming-text.ts';

const SELF = { user: 'U0BOT', name: 'switchboard' };

test.each([
  ['<https://x.org|the page>', '[the page](https://x.org)'],
  ['<https://x.org>', 'https://x.org'],
  ['<http://x.org|x.org>', 'http://x.org'],
  ['<mailto:a@b.org|a@b.org>', 'a@b.org'],
  ['<#C1|general> and <#C2>', '#general and #C2'],
  ['<!here> <!channel|@channel>', '@here @channel'],
  ['<!subteam^S1|@devs>', '@devs'],
  ['<!date^1^{date}|today>', 'today'],
  ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'],
  ['if a<b and c>d', 'if a<b and c>d'],
])('%s reads %s', (raw, text) => {
  expect(readText(raw).text).toBe(text);
});

test('other people stay as ids until their names are known', () => {
  const { text, mentions } = readText('<@U1> asks <@U2|bob>');
  expect([text, mentions]).toEqual(['@U1 asks @U2', ['U1', 'U2']]);
  expect(withNames(text, new Map([['U1', 'Ann Lee']]))).toBe('@Ann Lee asks @U2');
});

test('the bot’s name is taken away where it only calls it', () => {
  expect(withoutCall('<@U0BOT>, what is 2+2?', SELF)).toBe('what is 2+2?');
  expect(withoutCall('what is 2+2? <@U0BOT>', SELF)).toBe('what is 2+2?');
  expect(withoutCall('can <@U0BOT> translate?', SELF)).toBe('can @switchboard translate?');
});

test('a message that begins with somebody else’s name is for them', () => {
  expect(speaksToOther('<@U2> look at this', 'U0BOT')).toBe(true);
  expect(speaksToOther('<@U0BOT> look at this', 'U0BOT')).toBe(false);
  expect(speaksToOther('look, <@U2>', 'U0BOT')).toBe(false);
  expect(namesUser('hi <@U0BOT|switchboard>', 'U0BOT')).toBe(true);
  expect(namesUser('hi <@U0BOT2>', 'U0BOT')).toBe(false);
});

test('what Slack escaped comes back as it was typed', () => {
  const escaped = (text: string) =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(readText(escaped(text)).text).toBe(text);
    }),
  );
});
