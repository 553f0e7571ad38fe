import { afterEach, expect, test, vi } from 'vitest';
import { type DiscordHost, type DiscordHostOptions, MENTION, startDiscordHost } from '../discord-host.ts';

let host: DiscordHost | null = null;

async function start(options: DiscordHostOptions = {}): Promise<DiscordHost> {
  host = await startDiscordHost({ silent: true, ...options });
  return host;
}

afterEach(async () => {
  if (host !== null) expect(host.discord.violations()).toEqual([]);
  await host?.close();
  host = null;
});

const until = (assertion: () => void, timeout = 5_000) => vi.waitFor(assertion, { timeout, interval: 10 });

test.each([true, false])(
  'mentions and direct messages come, MESSAGE_CONTENT granted: %s',
  async (messageContent) => {
    const { accepted, ann, channel, direct, discord } = await start({ behaviour: { messageContent } });
    const { id } = discord.people.write({ channel, user: ann, text: `${MENTION} what is 2+2?` });
    discord.people.write({ channel: direct, user: ann, text: 'and 3+3?' });
    discord.people.write({ channel, user: ann, text: 'not for the bot' });
    await until(() => expect(accepted).toHaveLength(2));
    // Those of different channels wait for nothing.
    const text = (said: string) => accepted.find((message) => message.text === said);
    expect(text('what is 2+2?')).toMatchObject({
      id: `discord:${channel.id}:${id}`,
      conversation: `discord:${channel.guild}:${channel.id}`,
      author: { id: ann.id, name: 'Ann Lee' },
      shared: true,
      origin: { channel: channel.id, replyTo: id },
    });
    expect(text('and 3+3?')).toMatchObject({ conversation: `discord:@me:${direct.id}`, shared: false });
  },
);

test('a link preview that changes a message is no edit', async () => {
  const { accepted, ann, channel, discord } = await start();
  const message = discord.people.write({ channel, user: ann, text: `${MENTION} https://example.org` });
  await until(() => expect(accepted).toHaveLength(1));
  discord.events.updated(message);
  discord.people.write({ channel, user: ann, text: `${MENTION} next` });
  await until(() => expect(accepted.map(({ text }) => text)).toEqual(['https://example.org', 'next']));
});

test('a reply names the answer that it replies to; of what others wrote the words come along', async () => {
  const { accepted, adapter, ann, bob, channel, discord } = await start();
  const other = discord.people.write({ channel, user: bob, text: 'The sky is green.' });
  discord.people.write({ channel, user: ann, text: `${MENTION} is that so?`, repliesTo: other });
  await until(() => expect(accepted).toHaveLength(1));
  const [message] = accepted;
  if (message === undefined) throw new Error('nothing came');
  const whole = await adapter.port?.prepare?.(message, new AbortController().signal);
  const said = Buffer.from(whole?.attachments[0]?.data ?? '', 'base64').toString('utf8');
  expect(said).toBe('Bob Ray: The sky is green.');
});

test('what was written while nobody listened is read back, once, and old words are left alone', async () => {
  const first = await start();
  const { ann, channel, direct, discord, stores } = first;
  discord.people.write({ channel, user: ann, text: `${MENTION} one` });
  discord.people.write({ channel: direct, user: ann, text: 'two' });
  await until(() => expect(first.accepted).toHaveLength(2));
  await first.adapter.stop();
  discord.people.write({ channel, user: ann, text: `${MENTION} three` });
  discord.people.write({ channel: direct, user: ann, text: 'four' });
  const second = await startDiscordHost({ discord, stores, silent: true });
  try {
    await until(() =>
      expect(second.accepted.map(({ text }) => text)).toEqual(expect.arrayContaining(['three', 'four'])),
    );
    discord.people.write({ channel, user: ann, text: `${MENTION} five` });
    await until(() => expect(second.accepted.at(-1)?.text).toBe('five'));
    const texts = second.accepted.map(({ text }) => text);
    expect(texts.filter((text) => text === 'three' || text === 'four')).toHaveLength(2);
  } finally {
    await second.close();
  }
});

test('a cut connection is resumed: nothing is lost or taken twice', async () => {
  const { accepted, ann, channel, discord } = await start();
  discord.people.write({ channel, user: ann, text: `${MENTION} before` });
  await until(() => expect(accepted).toHaveLength(1));
  const back = discord.gateway.back();
  discord.gateway.cut();
  discord.people.write({ channel, user: ann, text: `${MENTION} meanwhile` });
  await back;
  discord.people.write({ channel, user: ann, text: `${MENTION} after` });
  await until(() => expect(accepted.map(({ text }) => text)).toEqual(['before', 'meanwhile', 'after']));
  expect(discord.gateway.resumes).toBe(1);
});

test('two replicas share the guilds by their shards, each message comes to one of them', async () => {
  const one = await start({ shards: { ids: [0], count: 2 }, behaviour: { shards: 2 } });
  const { ann, discord } = one;
  for (let index = 0; index < 6; index++) discord.workspace.addGuild(`Guild ${index}`);
  const other = await startDiscordHost({ discord, shards: { ids: [1], count: 2 }, silent: true });
  try {
    const channels = [...discord.workspace.guilds.values()].map(({ id }) =>
      discord.workspace.addChannel({ kind: 'text', guild: id }),
    );
    for (const channel of channels)
      discord.people.write({ channel, user: ann, text: `${MENTION} in ${channel.id}` });
    await until(() => expect(one.accepted.length + other.accepted.length).toBe(channels.length));
    const shardOf = (conversation: string) => Number((BigInt(conversation.split(':')[1] ?? '0') >> 22n) % 2n);
    expect(one.accepted.every(({ conversation }) => shardOf(conversation) === 0)).toBe(true);
    expect(other.accepted.every(({ conversation }) => shardOf(conversation) === 1)).toBe(true);
  } finally {
    await other.close();
  }
});

test('shards that are refused while the bot runs come back by themselves', async () => {
  const { accepted, ann, channel, discord } = await start({ behaviour: { shards: 3 } });
  await discord.connected([0, 1, 2]);
  discord.set({ authorized: false });
  discord.gateway.cut();
  discord.gateway.forget();
  await until(() => expect(discord.gateway.identifies).toBe(6), 15_000);
  discord.set({ authorized: true });
  await until(() => expect(discord.gateway.live).toHaveLength(3), 15_000);
  discord.people.write({ channel, user: ann, text: `${MENTION} back` });
  await until(() => expect(accepted.map(({ text }) => text)).toEqual(['back']));
}, 40_000);

test('a token that Discord refuses ends the start with a word about the variable', async () => {
  await expect(startDiscordHost({ behaviour: { authorized: false } })).rejects.toThrow(/^DISCORD_TOKEN: /);
});
