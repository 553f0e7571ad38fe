import { Telegraf } from 'telegraf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTelegram, type TelegramDouble } from './telegram/server.ts';
import type { TelegramChat, TelegramUser } from './telegram/world.ts';

let telegram: TelegramDouble;
let bot: Telegraf;
let ended: Promise<unknown>;
let ann: TelegramUser;
let direct: TelegramChat;
let heard: string[];

/** A bot as the library starts it; resolves when it polls. */
async function launch(): Promise<void> {
  bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  bot.use((ctx) => {
    const { update_id: id, ...update } = ctx.update;
    heard.push(`${Object.keys(update)[0]} ${id} ${ctx.text ?? ''}`);
  });
  ended = bot.launch().catch((error: unknown) => error);
  await telegram.polling.connected();
}

beforeEach(async () => {
  telegram = await startTelegram();
  ann = telegram.world.addUser({ username: 'ann_lee', firstName: 'Ann' });
  direct = telegram.world.privateChat(ann);
  heard = [];
});

afterEach(async () => {
  bot.stop();
  await ended;
  await telegram.close();
});

describe('the real telegraf', () => {
  test('polls, hears what people write, and confirms it', async () => {
    await launch();
    await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
    expect(heard).toEqual([expect.stringMatching(/^message \d+ hello$/)]);
    expect(telegram.updates.waiting).toBe(0);
    expect(telegram.violations()).toEqual([]);
  });
});
