import { type Client, Events, GatewayIntentBits } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DiscordDouble, startDiscord } from './discord/server.ts';
import { shardOf } from './discord/snowflakes.ts';
import { BOT, type DiscordChannel, type DiscordUser } from './discord/workspace.ts';
import { eventually, LEAST_INTENTS, login } from './discord-client.ts';

let discord: DiscordDouble;
const clients: Client[] = [];
let ann: DiscordUser;
let general: DiscordChannel;

beforeEach(async () => {
  discord = await startDiscord();
  ann = discord.workspace.addUser({ name: 'ann' });
  const guild = discord.workspace.addGuild('Home');
  general = discord.workspace.addChannel({ kind: 'text', guild: guild.id });
});

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.destroy()));
  await discord.close();
});

/** A client and the texts that it is told, in order. */
async function listener(options: Parameters<typeof login>[1] = {}) {
  const heard: string[] = [];
  const client = await login(discord, options, (one) =>
    one.on(Events.MessageCreate, ({ content }) => void heard.push(content)),
  );
  clients.push(client);
  return { client, heard };
}

const write = (text: string, channel = general) => discord.people.write({ channel, user: ann, text });

describe('a connection that ends', () => {
  test.each([
    ['is cut', () => discord.gateway.cut()],
    ['is told to come back', () => discord.gateway.reconnect()],
  ])('and %s is resumed: nothing is lost, nothing comes twice', async (_how, end) => {
    const { heard } = await listener();
    write('before');
    await eventually(() => heard).toEqual(['before']);
    const back = discord.gateway.back();
    end();
    write('meanwhile');
    await back;
    write('after');
    await eventually(() => heard).toEqual(['before', 'meanwhile', 'after']);
    expect([discord.gateway.identifies, discord.gateway.resumes]).toEqual([1, 1]);
  });

  test('with a session that is invalid for good begins anew: what came meanwhile is lost', async () => {
    const { heard } = await listener();
    const back = discord.gateway.back();
    discord.gateway.invalidate(false);
    write('lost');
    await back;
    write('after');
    await eventually(() => heard).toEqual(['after']);
    expect([discord.gateway.identifies, discord.gateway.resumes]).toEqual([2, 0]);
  });

  test('whose session Discord has forgotten is answered by INVALID_SESSION, and begins anew', async () => {
    const { heard } = await listener();
    const back = discord.gateway.back();
    discord.gateway.cut();
    discord.gateway.forget();
    await back;
    write('after');
    await eventually(() => heard).toEqual(['after']);
    expect(discord.gateway.identifies).toBe(2);
  });

  test('because heartbeats stay unanswered is found out by the client', async () => {
    await discord.close();
    discord = await startDiscord({ heartbeatIntervalMs: 60 });
    await listener();
    await eventually(() => discord.gateway.heartbeats).toBeGreaterThan(1);
    const back = discord.gateway.back();
    discord.set({ heartbeatAcks: false });
    await back;
    expect(discord.gateway.resumes).toBe(1);
  });
});

describe('intents', () => {
  test('without MESSAGE_CONTENT only mentions and direct messages have their words', async () => {
    discord.set({ messageContent: false });
    const { heard } = await listener({ intents: LEAST_INTENTS });
    const mention = `<@${BOT.user}> to you`;
    write('to others');
    write(mention);
    write('alone', discord.workspace.addChannel({ kind: 'direct', recipient: ann.id }));
    await eventually(() => heard).toEqual(['', mention, 'alone']);
    const channel = await clients[0]?.channels.fetch(general.id);
    if (!channel?.isTextBased()) throw new Error('no channel');
    const history = await channel.messages.fetch({ limit: 10, cache: false });
    expect([...history.values()].map(({ content }) => content)).toEqual([mention, '']);
  });

  test('granted, but not asked for, they do not show words either', async () => {
    const { heard } = await listener({ intents: LEAST_INTENTS });
    write('to others');
    await eventually(() => heard).toEqual(['']);
  });

  test('that are not granted end the connection', async () => {
    discord.set({ messageContent: false });
    await expect(login(discord)).rejects.toThrow(/disallowed intents/i);
  });

  test('that are not asked for bring nothing', async () => {
    const { heard } = await listener({
      intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
    });
    write('in the guild');
    write('alone', discord.workspace.addChannel({ kind: 'direct', recipient: ann.id }));
    await eventually(() => heard).toEqual(['alone']);
  });
});

test('two processes with a shard each share the guilds; direct messages go to the first', async () => {
  const guilds = Array.from({ length: 8 }, (_, index) => {
    discord.clock.advance(1);
    return discord.workspace.addGuild(`Guild ${index}`);
  });
  const first = await listener({ shards: [0], shardCount: 2 });
  const second = await listener({ shards: [1], shardCount: 2 });
  await discord.connected([0, 1]);
  const direct = discord.workspace.addChannel({ kind: 'direct', recipient: ann.id });
  write('alone', direct);
  for (const guild of guilds)
    write(guild.id, discord.workspace.addChannel({ kind: 'text', guild: guild.id }));
  const of = (shard: number) => guilds.map(({ id }) => id).filter((id) => shardOf(id, 2) === shard);
  // Channels that a client has not been told of are no obstacle for its counting.
  await eventually(() => second.client.guilds.cache.size).toBe(of(1).length + shardOf(general.guild, 2));
  await eventually(() => first.heard).toEqual(['alone', ...of(0)]);
  await eventually(() => second.heard).toEqual(of(1));
  expect(discord.gateway.identifies).toBe(2);
});

test('a wrong token and a day without IDENTIFYs left keep the bot out', async () => {
  discord.set({ authorized: false });
  await expect(login(discord)).rejects.toThrow(/invalid token/i);
  discord.set({ authorized: true, identifyLimit: 0 });
  await expect(login(discord)).rejects.toThrow(/sessions remaining/i);
});
