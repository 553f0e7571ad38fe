import { type Client, Events, type Message } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DiscordDouble, startDiscord } from './discord/server.ts';
import { BOT, type DiscordChannel, type DiscordUser } from './discord/workspace.ts';
import { eventually, login } from './discord-client.ts';

const DAY_MS = 86_400_000;
const TEXT = { name: 'a.txt', contentType: 'text/plain', description: null };

let discord: DiscordDouble;
let client: Client<true>;
let ann: DiscordUser;
let general: DiscordChannel;
/** What the bot was told, in order. */
let heard: Message[];

beforeEach(async () => {
  discord = await startDiscord();
  ann = discord.workspace.addUser({ name: 'ann', displayName: 'Ann Lee' });
  const guild = discord.workspace.addGuild('Home');
  general = discord.workspace.addChannel({ kind: 'text', guild: guild.id, name: 'general' });
  heard = [];
  client = await login(discord, {}, (one) =>
    one.on(Events.MessageCreate, (message) => void heard.push(message)),
  );
});

afterEach(async () => {
  await client.destroy();
  await discord.close();
});

/** The bot's message about the next thing that Ann writes. */
async function told(text: string): Promise<Message> {
  const { id } = discord.people.write({ channel: general, user: ann, text });
  await eventually(() => heard.some((message) => message.id === id)).toBe(true);
  const message = heard.find((one) => one.id === id);
  if (message === undefined) throw new Error('not told');
  return message;
}

const kept = () => discord.workspace.messages(general.id).filter(({ author }) => author === BOT.user);

test('the real discord.js logs in, with one IDENTIFY', () => {
  expect(client.user.id).toBe(BOT.user);
  expect(client.channels.cache.has(general.id)).toBe(true);
  expect(discord.gateway.identifies).toBe(1);
});

describe('what people write', () => {
  test('reaches the bot from a guild and from a direct channel', async () => {
    const direct = discord.workspace.addChannel({ kind: 'direct', recipient: ann.id });
    discord.people.write({ channel: general, user: ann, text: `<@${BOT.user}> hello` });
    discord.people.write({ channel: direct, user: ann, text: 'alone' });
    await eventually(() => heard.map(({ content }) => content)).toEqual([`<@${BOT.user}> hello`, 'alone']);
    expect(heard[0]?.mentions.has(BOT.user)).toBe(true);
    expect(heard[1]?.channel.isDMBased()).toBe(true);
  });

  test('is changed and removed; of a removal only ids are told', async () => {
    const seen: string[] = [];
    client.on(Events.MessageUpdate, (_before, { content }) => void seen.push(content));
    client.on(Events.MessageDelete, ({ id }) => void seen.push(id));
    const message = discord.people.write({ channel: general, user: ann, text: 'one' });
    discord.people.edit(message, 'two');
    discord.people.remove(message);
    await eventually(() => seen).toEqual(['two', message.id]);
  });

  test('can be read back, newest first, also after a message', async () => {
    const all = ['one', 'two', 'three'].map((text) =>
      discord.people.write({ channel: general, user: ann, text }),
    );
    const channel = await client.channels.fetch(general.id);
    if (!channel?.isTextBased()) throw new Error('no channel');
    const [first] = all;
    const later = await channel.messages.fetch({ after: first?.id ?? '', limit: 10 });
    expect([...later.values()].map(({ content }) => content)).toEqual(['three', 'two']);
    expect((await channel.messages.fetch(first?.id ?? '')).content).toBe('one');
  });

  test('brings files by links that run out; the message read again has fresh ones', async () => {
    const content = Buffer.from('words in a file');
    const file = { ...TEXT, content };
    const written = discord.people.write({ channel: general, user: ann, text: 'look', files: [file] });
    await eventually(() => heard.length).toBe(1);
    const stale = heard[0]?.attachments.first()?.url ?? '';
    expect(new URL(stale).hostname).toBe('127.0.0.1');
    expect(await (await fetch(stale)).text()).toBe('words in a file');
    discord.clock.advance(DAY_MS + 1_000);
    expect((await fetch(stale)).status).toBe(404);
    const again = await heard[0]?.channel.messages.fetch({ message: written.id, force: true });
    expect((await fetch(again?.attachments.first()?.url ?? '')).status).toBe(200);
    expect((await fetch(stale.replace(/ex=\w+/, 'ex=ffffffff'))).status).toBe(404);
    expect(discord.violations()).toEqual([]);
    await fetch(stale, { headers: { authorization: `Bot ${discord.botToken}` } });
    expect(discord.violations()).toEqual(['the bot token went to the CDN']);
  });
});

describe('what the bot writes', () => {
  test('is posted, changed and removed, and is told of on the gateway', async () => {
    const question = await told('hello');
    const answer = await question.reply({ content: 'one' });
    await answer.edit({ embeds: [{ title: 'Code', description: 'two' }] });
    expect(kept()).toMatchObject([{ id: answer.id, repliesTo: question.id, content: 'one' }]);
    expect(kept()[0]?.versions).toHaveLength(2);
    await eventually(() => heard.some(({ id }) => id === answer.id)).toBe(true);
    await answer.delete();
    expect(kept()[0]?.deleted).toBe(true);
    expect(discord.violations()).toEqual([]);
  });

  test('with a nonce that is enforced, it is posted once however often it is sent', async () => {
    const { channel } = await told('hello');
    if (!channel.isSendable()) throw new Error('no channel');
    const send = (nonce: string) => channel.send({ content: 'once', nonce, enforceNonce: true });
    const ids = [await send('n1'), await send('n1'), await send('n2')].map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(kept()).toHaveLength(2);
  });

  test('may have files, with descriptions; an edit keeps those that it names', async () => {
    const question = await told('hello');
    const files = ['a', 'b'].map((name) => ({
      attachment: Buffer.from(name),
      name: `${name}.txt`,
      description: `file ${name}`,
    }));
    const answer = await question.reply({ content: 'files', files });
    expect(kept()[0]?.files.map(({ name, description }) => [name, description])).toEqual([
      ['a.txt', 'file a'],
      ['b.txt', 'file b'],
    ]);
    const [, second] = answer.attachments.values();
    const third = { attachment: Buffer.from('c'), name: 'c.txt' };
    await answer.edit({ attachments: second === undefined ? [] : [second], files: [third] });
    expect(kept()[0]?.files.map(({ name, content }) => `${name} ${content}`)).toEqual(['b.txt b', 'c.txt c']);
    expect(discord.violations()).toEqual([]);
  });

  test('moves to a thread, whose id is that of the message that began it', async () => {
    const question = await told('hello');
    const thread = await question.startThread({ name: 'A long talk' });
    await thread.send('here');
    expect(thread.id).toBe(question.id);
    expect(discord.workspace.messages(thread.id).map(({ content }) => content)).toEqual(['here']);
    await expect(question.startThread({ name: 'Again' })).rejects.toMatchObject({ code: 160_004 });
    expect(discord.violations()).toEqual([]);
  });

  test('shows that it types', async () => {
    const { channel } = await told('hello');
    if (channel.isSendable()) await channel.sendTyping();
    expect(discord.typing).toEqual([general.id]);
  });

  test('is refused where it is gone, or is not its own', async () => {
    const question = await told('hello');
    const answer = await question.reply('one');
    await answer.delete();
    await expect(answer.edit('two')).rejects.toMatchObject({ code: 10_008, status: 404 });
    await expect(
      client.rest.patch(`/channels/${general.id}/messages/${question.id}`, { body: {} }),
    ).rejects.toMatchObject({ code: 50_005 });
    discord.people.remove({ channel: general.id, id: question.id });
    await expect(question.reply('two')).rejects.toMatchObject({ code: 50_035 });
  });
});
