import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkDiscord } from '../../src/doctor/discord.ts';
import { type DiscordDouble, startDiscord } from '../doubles/discord/server.ts';

let discord: DiscordDouble;
const signal = new AbortController().signal;
beforeEach(async () => {
  discord = await startDiscord();
});
afterEach(() => discord.close());

const check = (applicationId: string | null = null) =>
  checkDiscord(
    { token: discord.botToken, applicationId, apiUrl: discord.apiUrl, shards: null, allow: [] },
    signal,
  );

test('a good token is told with what the bot may read', async () => {
  expect(JSON.stringify(await check())).toMatch(/the token is good for Switchboard.*is granted/);
  discord.set({ messageContent: false });
  expect(JSON.stringify(await check())).toContain('without MESSAGE_CONTENT');
});

test('a refused token is a problem, told without the token', async () => {
  discord.set({ authorized: false });
  const told = JSON.stringify(await check());
  expect(told).toContain('Discord refuses it (401)');
  expect(told).not.toContain(discord.botToken);
});

test('the id of another application is a problem', async () => {
  expect(JSON.stringify(await check('1'))).toContain('DISCORD_APPLICATION_ID is that of another application');
});
