import { Client, Events, GatewayIntentBits, type Message, Partials } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DiscordDouble, startDiscord } from './discord/server.ts';
import { BOT, type DiscordChannel, type DiscordUser } from './discord/workspace.ts';

const { Guilds, GuildMessages, DirectMessages, MessageContent } = GatewayIntentBits;

let discord: DiscordDouble;
let client: Client<true>;
let ann: DiscordUser;
let general: DiscordChannel;
/** What the bot was told, in order. */
let heard: Message[];

async function login(intents = [Guilds, GuildMessages, DirectMessages, MessageContent]): Promise<void> {
  client = new Client({
    intents,
    partials: [Partials.Channel],
    rest: { api: discord.apiUrl },
    allowedMentions: { parse: [], repliedUser: false },
  });
  client.on(Events.MessageCreate, (message) => void heard.push(message));
  const ready = new Promise((resolve) => client.once(Events.ClientReady, resolve));
  await client.login(discord.botToken);
  await ready;
}

beforeEach(async () => {
  discord = await startDiscord();
  ann = discord.workspace.addUser({ name: 'ann', displayName: 'Ann Lee' });
  const guild = discord.workspace.addGuild('Home');
  general = discord.workspace.addChannel({ kind: 'text', guild: guild.id, name: 'general' });
  heard = [];
});

afterEach(async () => {
  await client.destroy();
  await discord.close();
});

test('the real discord.js logs in, with one IDENTIFY', async () => {
  await login();
  expect(client.user.id).toBe(BOT.user);
  expect(client.channels.cache.has(general.id)).toBe(true);
  expect(discord.gateway.identifies).toBe(1);
});

describe('messages', () => {
  test('come in from a guild and from a direct channel', async () => {
    await login();
    const direct = discord.workspace.addChannel({ kind: 'direct', recipient: ann.id });
    discord.people.write({ channel: general, user: ann, text: `<@${BOT.user}> hello` });
    discord.people.write({ channel: direct, user: ann, text: 'alone' });
    await expect.poll(() => heard.map(({ content }) => content)).toEqual([`<@${BOT.user}> hello`, 'alone']);
    expect(heard[0]?.mentions.has(BOT.user)).toBe(true);
    expect(heard[1]?.channel.isDMBased()).toBe(true);
  });

  test('go out, are changed and removed', async () => {
    await login();
    const question = discord.people.write({ channel: general, user: ann, text: 'hello' });
    await expect.poll(() => heard.length).toBe(1);
    const answer = await heard[0]?.reply({ content: 'one' });
    await answer?.edit({ embeds: [{ description: 'two' }] });
    const [, kept] = discord.workspace.messages(general.id);
    expect(kept).toMatchObject({ id: answer?.id, repliesTo: question.id, content: 'one' });
    expect(kept?.versions).toHaveLength(2);
    await answer?.delete();
    expect(discord.workspace.find(general.id, answer?.id ?? '')).toBeNull();
    expect(discord.violations()).toEqual([]);
  });
});
