import { createServer } from 'node:http';
import { type Context, Telegraf } from 'telegraf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../commands/index.ts';
import { telegramCommands } from '../../commands/registrations/telegram.ts';
import { startTelegramStage, type TelegramStage } from '../contract/telegram-stage.ts';

/** What the little bot gets of a message. */
interface Heard {
  readonly text?: string;
  readonly message_id: number;
  readonly ephemeral_message_id?: number;
  readonly from: { readonly id: number };
}

const KEYBOARD = { inline_keyboard: [[{ text: 'Retry', callback_data: 'retry' }]] };

/** A bot that repeats what it hears, started by what a stage tells the real one. */
function littleBot({ environment }: TelegramStage) {
  const { TELEGRAM_BOT_TOKEN: token = '', TELEGRAM_API_ROOT: apiRoot = '' } = environment;
  const bot = new Telegraf(token, { telegram: { apiRoot, webhookReply: false } });
  const updates: number[] = [];
  /** Its answers by the message that they answer. */
  const answers = new Map<string, number>();
  const call = bot.telegram.callApi.bind(bot.telegram) as (
    method: string,
    args: object,
  ) => Promise<{ message_id: number }>;

  async function answer(chat: number, { text = '', message_id: id, ...heard }: Heard): Promise<void> {
    if (text.startsWith('/help')) {
      const whisper = { receiver_user_id: heard.from.id };
      await call('sendMessage', {
        chat_id: chat,
        text: 'all commands',
        ephemeral_message_parameters: whisper,
      });
      return;
    }
    const sent = await call('sendRichMessage', {
      chat_id: chat,
      rich_message: { markdown: `**You said:** ${text}` },
      reply_parameters: { message_id: id },
      reply_markup: KEYBOARD,
    });
    answers.set(`${chat} ${id}`, sent.message_id);
  }

  async function rewrite(ctx: Context, id: number, text: string): Promise<void> {
    const args = {
      chat_id: ctx.chat?.id,
      message_id: id,
      rich_message: { markdown: text },
      reply_markup: KEYBOARD,
    };
    await call('editMessageText', args);
  }

  bot.use((ctx, next) => {
    updates.push(ctx.update.update_id);
    return next();
  });
  bot.on('message', (ctx) => answer(ctx.chat.id, ctx.message as Heard));
  bot.on('edited_message', (ctx) => {
    const id = answers.get(`${ctx.chat.id} ${ctx.editedMessage.message_id}`);
    return rewrite(ctx, id ?? 0, `You now said: ${ctx.text}`);
  });
  bot.on('callback_query', async (ctx) => {
    await rewrite(ctx, ctx.callbackQuery.message?.message_id ?? 0, 'Again');
    await ctx.answerCbQuery();
  });
  return { bot, updates, call };
}

async function start(
  stage: TelegramStage,
  { bot, call }: ReturnType<typeof littleBot>,
): Promise<() => Promise<void>> {
  // As the real one does; the stage waits for it.
  for (const list of telegramCommands(COMMANDS)) await call('setMyCommands', list);
  const { PORT, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret = '' } = stage.environment;
  if (url === undefined) {
    const ended = bot.launch();
    await stage.connected();
    return async () => {
      bot.stop();
      await ended;
    };
  }
  const host = createServer(bot.webhookCallback(new URL(url).pathname, { secretToken: secret }));
  await new Promise<void>((resolve) => host.listen(Number(PORT), '127.0.0.1', resolve));
  await bot.telegram.setWebhook(url, { secret_token: secret });
  await stage.connected();
  return async () => {
    host.closeAllConnections();
    await new Promise((resolve) => host.close(resolve));
  };
}

describe.each(['polling', 'webhook'] as const)('the stage of Telegram by %s', (mode) => {
  let stage: TelegramStage;
  let little: ReturnType<typeof littleBot>;
  let stop: () => Promise<void>;

  beforeEach(async () => {
    stage = await startTelegramStage({ mode });
    little = littleBot(stage);
    stop = await start(stage, little);
  });
  afterEach(async () => {
    await stop();
    expect(stage.violations()).toEqual([]);
    await stage.close();
  });

  test('people write to the bot and to others, change what they wrote, and press', async () => {
    const room = stage.room();
    const other = await room.mutter('not for you');
    const said = await room.say('hello');
    const [answer, ...others] = room.answers(said);
    expect(others).toEqual([]);
    expect(answer).toMatchObject({
      text: 'You said: @switchboard_bot hello',
      buttons: ['Retry'],
      deleted: false,
    });
    expect(room.answers(other)).toEqual([]);
    await room.edit(said, '/code x');
    expect(room.answers(said)[0]?.text).toBe('You now said: /code@switchboard_bot x');
    if (answer !== undefined) await room.press(answer, /retry/i, 'bob');
    expect(room.answers(said)[0]?.versions).toHaveLength(3);
    expect(room.shown().map(({ text }) => text)).toEqual(['Again']);
  });

  test('each room is apart from all others, also where its messages have the same ids', async () => {
    const rooms = [stage.room(), stage.room(), stage.direct(), stage.direct()];
    const said = await Promise.all(rooms.map((room, index) => room.say(`q-${index}`)));
    expect(new Set(said.map(({ id }) => id)).size).toBe(1);
    for (const [index, room] of rooms.entries())
      expect(room.shown().map(({ text }) => text)).toEqual([expect.stringContaining(`q-${index}`)]);
  });

  test('answers are told apart when messages come at once', async () => {
    const room = stage.room();
    const said = await Promise.all([1, 2, 3].map((number) => room.say(`q-${number}`)));
    for (const [index, one] of said.entries())
      expect(room.answers(one).map(({ text }) => text)).toEqual([expect.stringContaining(`q-${index + 1}`)]);
  });

  test('a whispered command is answered to the one who typed it', async () => {
    const room = stage.room();
    const commands = [{ command: 'help', description: 'Help', is_ephemeral: true }];
    await little.call('setMyCommands', { commands });
    await room.command('help', 'bob');
    expect(room.whispers('bob')).toEqual(['all commands']);
    expect([room.whispers('ann'), room.shown()]).toEqual([[], []]);
  });

  test('what is taken back goes with its answers; the bot hears of it by its next edit alone', async () => {
    const room = stage.room();
    const said = await room.say('hello');
    const before = little.updates.length;
    await room.remove(said);
    expect(room.answers(said).map(({ deleted }) => deleted)).toEqual([true]);
    expect(little.updates).toHaveLength(before);
    const [chat] = stage.telegram.world.chats.keys();
    const edit = little.call('editMessageText', {
      chat_id: chat,
      message_id: Number(room.answers(said)[0]?.id),
      text: 'x',
    });
    await expect(edit).rejects.toMatchObject({
      response: { description: 'Bad Request: message to edit not found' },
    });
  });

  test('the same update comes again, and storms hit their room alone', async () => {
    const room = stage.room();
    const said = await room.say('hello');
    await room.deliverAgain(said);
    expect(little.updates).toHaveLength(2);
    expect(new Set(little.updates).size).toBe(1);
    const other = stage.room();
    room.storm(1, 2);
    await other.say('hello');
    expect([room.stormed(), other.stormed()]).toEqual([0, 0]);
  });

  test('a bot that was cut off hears what was written meanwhile', async () => {
    const room = stage.room();
    await stage.cut();
    const said = await room.say('hello');
    expect(room.answers(said)).toHaveLength(1);
  });
});
