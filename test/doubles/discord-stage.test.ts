import { type Client, Events, type Interaction, type Message, MessageFlags } from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DiscordStage, startDiscordStage } from '../contract/discord-stage.ts';
import { BOT } from './discord/workspace.ts';
import { eventually, login } from './discord-client.ts';

const row = { type: 1, components: [{ type: 2, style: 1, label: 'Retry', custom_id: 'retry' }] };

let stage: DiscordStage;
let client: Client;

/** A bot that answers everything that is meant for it, as an adapter would. */
async function answerMessage(message: Message): Promise<void> {
  const meant = message.mentions.has(BOT.user) || message.guildId === null;
  if (message.author.bot || !meant) return;
  const words = message.content.replace(/<@\d+>\s*/, '');
  const place = words.startsWith('thread') ? await message.startThread({ name: 'Talk' }) : null;
  if (place !== null) return void (await place.send(`re: ${words}`));
  const answer = await message.reply({ content: 'one moment' });
  const file = { attachment: Buffer.from('words in a file'), name: 'a.txt' };
  await answer.edit({
    content: '',
    embeds: [{ description: `re: **${words}**` }],
    components: [row],
    files: [file],
  });
  if (words.startsWith('long') && message.channel.isSendable()) await message.channel.send('and more');
}

async function answerInteraction(interaction: Interaction): Promise<void> {
  if (interaction.isButton()) return void (await interaction.update({ content: 'again', embeds: [] }));
  if (!interaction.isChatInputCommand()) return;
  if (interaction.commandName === 'help')
    return void (await interaction.reply({ content: 'translate', flags: MessageFlags.Ephemeral }));
  await interaction.deferReply();
  await interaction.editReply(`re: ${interaction.options.getString('text')}`);
}

beforeEach(async () => {
  stage = await startDiscordStage();
  client = await login(stage.discord, {}, (one) => {
    one.on(Events.MessageCreate, (message) => void answerMessage(message));
    one.on(Events.InteractionCreate, (interaction) => void answerInteraction(interaction));
  });
  const text = { type: 3, name: 'text', description: 'What', required: true };
  await client.application?.commands.set([
    { name: 'math', description: 'Calculates', options: [text] },
    { name: 'help', description: 'Helps' },
  ]);
});

afterEach(async () => {
  await client.destroy();
  await stage.close();
});

describe('a room', () => {
  test.each(['room', 'direct'] as const)(
    'of kind %s shows what answers what, as people see it',
    async (kind) => {
      const room = stage[kind]();
      const said = await room.say('hello');
      await eventually(() => room.answers(said)[0]?.buttons).toEqual(['Retry']);
      const [answer, ...others] = room.answers(said);
      expect(others).toEqual([]);
      expect(answer).toMatchObject({
        text: 're: hello',
        versions: ['one moment', 're: hello'],
        deleted: false,
      });
      expect(answer?.files).toEqual([{ name: 'a.txt', text: 'words in a file', picture: false }]);
      expect(stage.violations()).toEqual([]);
    },
  );

  test('tells answers of several questions apart, threads and what follows an answer among them', async () => {
    const room = stage.room();
    const other = await room.mutter('not for you');
    const [one, two] = await Promise.all([room.say('one'), room.say('two')]);
    await expect
      .poll(() => [one, two].map((said) => room.answers(said)[0]?.text))
      .toEqual(['re: one', 're: two']);
    const threaded = await room.say('thread');
    await eventually(() => room.answers(threaded).map(({ text }) => text)).toEqual(['re: thread']);
    const long = await room.say('long');
    await eventually(() => room.answers(long).map(({ text }) => text)).toEqual(['re: long', 'and more']);
    expect(room.answers(other)).toEqual([]);
    expect(room.shown()).toHaveLength(5);
  });

  test('takes commands: what follows the name is the first text; whispers reach one person', async () => {
    const room = stage.room();
    await room.command('math 2 + 2', 'bob');
    await eventually(() => room.shown().map(({ text }) => text)).toEqual(['re: 2 + 2']);
    await room.command('help', 'bob');
    expect([room.whispers('bob'), room.whispers('ann')]).toEqual([['translate'], []]);
    expect(room.shown()).toHaveLength(1);
  });

  test('has buttons that can be pressed, and messages that can be changed, removed and told again', async () => {
    const room = stage.room();
    const told: string[] = [];
    const said = await room.say('hello');
    client.on(Events.MessageUpdate, (_before, { id, content }) => {
      if (id === said.id) told.push(content);
    });
    client.on(Events.MessageDelete, () => void told.push('gone'));
    await eventually(() => room.answers(said)[0]?.buttons).toEqual(['Retry']);
    const [answer] = room.answers(said);
    if (answer === undefined) throw new Error('no answer');
    await room.press(answer, /retry/i);
    expect(room.answers(said)[0]?.text).toBe('again');
    await expect(room.press(answer, /stop/i)).rejects.toThrow('no /stop/i');
    await room.deliverAgain(said);
    await room.edit(said, 'other');
    await room.remove(said);
    await eventually(() => told).toEqual([`<@${BOT.user}> other`, 'gone']);
    expect(room.answers(said)).toHaveLength(1);
  });

  test('can be stormed without the others', async () => {
    const [stormy, calm] = [stage.room(), stage.room()];
    stormy.storm(1, 1);
    const said = await Promise.all([stormy.say('a'), calm.say('b')]);
    await eventually(() => calm.answers(said[1])[0]?.text).toBe('re: b');
    await eventually(() => stormy.answers(said[0])[0]?.text).toBe('re: a');
    expect([stormy.stormed(), calm.stormed()]).toEqual([1, 0]);
  });
});

test('a cut is over when the bot is back', async () => {
  await stage.cut();
  const room = stage.room();
  const said = await room.say('hello');
  await eventually(() => room.answers(said)[0]?.text).toBe('re: hello');
  expect(stage.discord.gateway.identifies).toBe(1);
});
