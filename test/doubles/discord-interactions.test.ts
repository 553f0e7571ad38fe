import {
  type AutocompleteInteraction,
  type ButtonInteraction,
  type ChatInputCommandInteraction,
  type Client,
  Events,
  type Interaction,
  type MessageContextMenuCommandInteraction,
  MessageFlags,
  type ModalSubmitInteraction,
} from 'discord.js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type DiscordDouble, startDiscord } from './discord/server.ts';
import { BOT, type DiscordChannel, type DiscordUser } from './discord/workspace.ts';
import { LEAST_INTENTS, login } from './discord-client.ts';

const MINUTE_MS = 60_000;
const LABEL = 18;
const TEXT_INPUT = 4;

let discord: DiscordDouble;
let client: Client<true>;
let ann: DiscordUser;
let general: DiscordChannel;
/** What the bot does when something is done to it. */
let handle: (interaction: never) => Promise<unknown>;

const COMMANDS = [
  {
    name: 'math',
    description: 'Calculates',
    options: [
      { type: 3, name: 'text', description: 'What', required: true, max_length: 100 },
      { type: 3, name: 'to', description: 'Where to', autocomplete: true },
      { type: 11, name: 'image', description: 'Which' },
    ],
  },
  { name: 'Ask', type: 3 },
];

beforeEach(async () => {
  discord = await startDiscord({ messageContent: false });
  ann = discord.workspace.addUser({ name: 'ann' });
  const guild = discord.workspace.addGuild('Home');
  general = discord.workspace.addChannel({ kind: 'text', guild: guild.id });
  client = await login(discord, { intents: LEAST_INTENTS }, (one) =>
    one.on(
      Events.InteractionCreate,
      (interaction: Interaction) => void handle(interaction as never).catch(() => {}),
    ),
  );
  await client.application.commands.set(COMMANDS);
});

afterEach(async () => {
  await client.destroy();
  await discord.close();
});

const messages = () => discord.workspace.messages(general.id).filter(({ author }) => author === BOT.user);
const standing = () => messages().filter(({ deleted }) => !deleted);
const math = (text = '2+2') => discord.doing.command(general, ann, 'math', { text });

describe('a slash command', () => {
  test('carries its options, files with them', async () => {
    handle = async (interaction: ChatInputCommandInteraction) => {
      const { options } = interaction;
      const file = options.getAttachment('image');
      const words = await (await fetch(file?.url ?? '')).text();
      await interaction.reply(`${options.getString('text')} ${file?.name} ${words}`);
    };
    const image = {
      name: 'a.png',
      contentType: 'image/png',
      description: null,
      content: Buffer.from('bytes'),
    };
    const { type } = await discord.doing.command(general, ann, 'math', { text: 'see', image });
    expect(type).toBe(4);
    expect(standing().map(({ content }) => content)).toEqual(['see a.png bytes']);
    expect(discord.violations()).toEqual([]);
  });

  test('is deferred, answered, and followed; the first to follow takes the place of the deferred one', async () => {
    const done = Promise.withResolvers<void>();
    handle = async (interaction: ChatInputCommandInteraction) => {
      await interaction.deferReply();
      await interaction.followUp('one');
      await interaction.editReply('two');
      await interaction.followUp({ content: 'three', flags: MessageFlags.Ephemeral });
      done.resolve();
    };
    await math();
    await done.promise;
    expect(standing().map(({ content, onlyFor }) => [content, onlyFor])).toEqual([
      ['two', null],
      ['three', ann.id],
    ]);
    expect(standing()[0]?.interaction).toMatchObject({ user: ann.id, type: 2 });
    expect(discord.violations()).toEqual([]);
  });

  test('is answered for one person alone: nobody else finds that message', async () => {
    handle = (interaction: ChatInputCommandInteraction) =>
      interaction.reply({ content: 'for you', flags: MessageFlags.Ephemeral });
    await math();
    const [message] = standing();
    expect(message?.onlyFor).toBe(ann.id);
    const channel = await client.channels.fetch(general.id);
    if (!channel?.isTextBased()) throw new Error('no channel');
    await expect(channel.messages.fetch(message?.id ?? '')).rejects.toMatchObject({ code: 10_008 });
  });

  test('that nobody has registered, or without what it needs, cannot be sent', () => {
    expect(() => discord.doing.command(general, ann, 'nothing')).toThrow('nobody has registered nothing');
    expect(() => discord.doing.command(general, ann, 'math')).toThrow('/math needs text');
    expect(() => math('x'.repeat(101))).toThrow('text is too long');
  });

  test('offers what fits while it is typed', async () => {
    handle = (interaction: AutocompleteInteraction) =>
      interaction.respond([{ name: `${interaction.options.getFocused()}glish`, value: 'en' }]);
    expect(await discord.doing.autocomplete(general, ann, 'math', 'to', 'En')).toEqual([
      { name: 'English', value: 'en' },
    ]);
  });
});

describe('time', () => {
  test('three seconds without an answer, and the person is told so', async () => {
    discord.set({ ackTimeoutMs: 30 });
    handle = async () => {};
    await expect(math()).rejects.toThrow('The application did not respond');
    expect(discord.violations()).toEqual(['1 interactions were answered too late or never']);
  });

  test('an answer after three seconds finds no interaction', async () => {
    discord.set({ ackTimeoutMs: 500 });
    const late = Promise.withResolvers<unknown>();
    handle = async (interaction: ChatInputCommandInteraction) => {
      discord.clock.advance(3_001);
      await interaction.deferReply().catch(late.resolve);
    };
    await expect(math()).rejects.toThrow();
    expect(await late.promise).toMatchObject({ code: 10_062 });
  });

  test('a second first answer is refused', async () => {
    const twice = Promise.withResolvers<unknown>();
    handle = async (interaction: ChatInputCommandInteraction) => {
      await interaction.reply('one');
      const route = `/interactions/${interaction.id}/${interaction.token}/callback` as const;
      await client.rest.post(route, { body: { type: 5 }, auth: false }).catch(twice.resolve);
    };
    await math();
    expect(await twice.promise).toMatchObject({ code: 40_060 });
  });

  test('after fifteen minutes the token is dead, and only the channel is left', async () => {
    const result = Promise.withResolvers<unknown>();
    handle = async (interaction: ChatInputCommandInteraction) => {
      await interaction.deferReply();
      const message = await interaction.editReply('one');
      discord.clock.advance(14 * MINUTE_MS);
      await interaction.editReply('two');
      discord.clock.advance(MINUTE_MS);
      const refused = await interaction.editReply('three').catch((error: unknown) => error);
      await client.rest.patch(`/channels/${general.id}/messages/${message.id}`, { body: { components: [] } });
      result.resolve(refused);
    };
    await math();
    expect(await result.promise).toMatchObject({ code: 50_027, status: 401 });
    expect(standing()[0]?.content).toBe('two');
    expect(discord.violations()).toHaveLength(1);
  });
});

describe('buttons, menus and forms', () => {
  const row = { type: 1, components: [{ type: 2, style: 1, label: 'Retry', custom_id: 'retry' }] };

  async function posted() {
    const channel = await client.channels.fetch(general.id);
    if (!channel?.isSendable()) throw new Error('no channel');
    const { id } = await channel.send({ content: 'answer', components: [row] });
    const message = discord.workspace.find(general.id, id);
    if (message === null) throw new Error('no message');
    return message;
  }

  test('a button changes the message that it is on', async () => {
    handle = async (interaction: ButtonInteraction) => {
      expect(interaction.message.content).toBe('answer');
      await interaction.update({
        content: `${interaction.customId} by ${interaction.user.username}`,
        components: [],
      });
    };
    const { type } = await discord.doing.press(await posted(), /retry/i, ann);
    expect(type).toBe(7);
    expect(standing().map(({ content }) => content)).toEqual(['retry by ann']);
    await expect(discord.doing.press(standing()[0] as never, 'Retry', ann)).rejects.toThrow('no Retry');
  });

  test('a button opens a form, whose values come in when it is sent', async () => {
    const label = {
      type: LABEL,
      label: 'Schema',
      component: { type: TEXT_INPUT, custom_id: 'schema', style: 2 },
    };
    handle = async (interaction: ButtonInteraction | ModalSubmitInteraction) => {
      if (interaction.isModalSubmit())
        await interaction.reply(interaction.fields.getTextInputValue('schema'));
      else await interaction.showModal({ custom_id: 'json', title: 'JSON', components: [label] });
    };
    await discord.doing.press(await posted(), 'Retry', ann);
    const [modal] = discord.modals;
    if (modal === undefined) throw new Error('no modal');
    await discord.doing.submit(modal, { schema: '{"type":"object"}' });
    expect(standing().at(-1)?.content).toBe('{"type":"object"}');
    expect(discord.violations()).toEqual([]);
  });

  test('a command on a message shows its words, MESSAGE_CONTENT or not', async () => {
    handle = (interaction: MessageContextMenuCommandInteraction) =>
      interaction.reply(`about: ${interaction.targetMessage.content}`);
    const message = discord.people.write({ channel: general, user: ann, text: 'to others' });
    await discord.doing.onMessage(message, ann, 'Ask');
    expect(standing().map(({ content }) => content)).toEqual(['about: to others']);
  });
});
