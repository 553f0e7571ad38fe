import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Telegraf, Telegram } from 'telegraf';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTelegram, type TelegramDouble } from './telegram/server.ts';
import type { TelegramChat, TelegramUser } from './telegram/world.ts';

const POLL = ['message', 'edited_message', 'callback_query', 'stopped_message_generation'];

let telegram: TelegramDouble;
let bot: Telegraf;
let ended: Promise<unknown>;
let ann: TelegramUser;
let direct: TelegramChat;
/** Kind, id and text of what the bot was told. */
let heard: { kind: string; id: number; text: string }[];

beforeEach(async () => {
  telegram = await startTelegram();
  ann = telegram.world.addUser({ username: 'ann_lee', firstName: 'Ann' });
  direct = telegram.world.privateChat(ann);
  heard = [];
  bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
  bot.use((ctx) => {
    const { update_id: id, ...update } = ctx.update;
    heard.push({ kind: Object.keys(update)[0] ?? '', id, text: ctx.text ?? '' });
  });
  ended = Promise.resolve();
});

afterEach(async () => {
  if (bot.botInfo !== undefined) bot.stop();
  await ended;
  await telegram.close();
});

/** As telegraf starts to poll; resolves when it does. */
async function launch(allowedUpdates: readonly string[] = POLL): Promise<void> {
  ended = bot.launch({ allowedUpdates: allowedUpdates as [] }).catch((error: unknown) => error);
  await telegram.polling.connected();
}

const say = (text: string, chat = direct) => telegram.people.write({ chat, user: ann, text });
const texts = () => heard.map(({ text }) => text);

describe('long polling with the real telegraf', () => {
  test('hears what people write, and confirms it', async () => {
    await launch();
    await say('hello');
    expect(heard).toEqual([{ kind: 'message', id: expect.any(Number), text: 'hello' }]);
    expect(telegram.updates.waiting).toBe(0);
    expect(telegram.violations()).toEqual([]);
  });

  test('gets in order what came while it was away', async () => {
    const written = ['one', 'two', 'three'].map((text) => say(text));
    await launch();
    await Promise.all(written);
    expect(texts()).toEqual(['one', 'two', 'three']);
  });

  test('gets the same update again, with its id, when it is delivered again', async () => {
    await launch();
    const message = await say('hello');
    await say('later');
    await telegram.people.deliverAgain(message);
    expect(texts()).toEqual(['hello', 'later', 'hello']);
    expect(heard[2]).toEqual(heard[0]);
  });

  test('is not sent what it did not ask for', async () => {
    await launch(['message']);
    const message = await say('one');
    await telegram.people.edit({ chat: direct.id, id: message.id }, 'two');
    await say('three');
    expect(texts()).toEqual(['one', 'three']);
  });

  test('ends with 409 when somebody else polls', async () => {
    await launch();
    await fetch(`${telegram.apiRoot}/bot${telegram.token}/getUpdates`);
    expect(await ended).toMatchObject({ response: { error_code: 409 } });
  });

  test('ends with 409 as often as a rival is played', async () => {
    await launch();
    telegram.polling.conflict(2);
    expect(await ended).toMatchObject({ response: { error_code: 409 } });
    await expect(bot.telegram.callApi('getUpdates', {})).rejects.toMatchObject({ code: 409 });
    expect(await bot.telegram.callApi('getUpdates', {})).toEqual([]);
  });

  test('is refused while a webhook is set, and with a token that was revoked', async () => {
    const client = new Telegram(telegram.token, { apiRoot: telegram.apiRoot });
    await client.setWebhook('https://bot.double.test/hook');
    await expect(client.callApi('getUpdates', {})).rejects.toMatchObject({ code: 409 });
    telegram.set({ authorized: false });
    await expect(client.getMe()).rejects.toMatchObject({ code: 401 });
    const wrong = new Telegram('12345:AAwrong-token_0123456789abcdefghijk', { apiRoot: telegram.apiRoot });
    await expect(wrong.getMe()).rejects.toMatchObject({ code: 401 });
  });

  test('has to come back when its connection is cut', async () => {
    await launch();
    const { polls } = telegram.polling;
    telegram.polling.cut();
    await telegram.polling.connected();
    await say('hello');
    expect(texts()).toEqual(['hello']);
    expect(telegram.polling.polls).toBeGreaterThan(polls);
  });

  test('confirms nothing that it was only given', async () => {
    const poll = async (query: string) => {
      const response = await fetch(`${telegram.apiRoot}/bot${telegram.token}/getUpdates?${query}`);
      const { result } = (await response.json()) as { result: { update_id: number }[] };
      return result.map(({ update_id: id }) => id);
    };
    const written = ['one', 'two', 'three'].map((text) => say(text));
    const [first = 0, ...rest] = await poll('');
    expect(rest).toHaveLength(2);
    expect(await poll('limit=1')).toEqual([first]);
    expect(await poll(`offset=${first + 1}`)).toEqual(rest);
    expect(await poll('offset=-1')).toEqual(rest.slice(1));
    expect(await poll(`offset=${first + 3}`)).toEqual([]);
    await Promise.all(written);
  });
});

describe('webhook with the real telegraf', () => {
  const PATH = '/telegram/webhook';
  const ORIGIN = 'https://bot.double.test';
  let host: Server;
  let callback: RequestListener;

  beforeEach(async () => {
    callback = bot.webhookCallback(PATH, { secretToken: 'a-secret' });
    host = createServer((request, response) => callback(request, response));
    await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
    telegram.webhook.origins.set(ORIGIN, `http://127.0.0.1:${(host.address() as AddressInfo).port}`);
    bot.botInfo = await bot.telegram.getMe();
    bot.stop = () => {};
  });
  afterEach(async () => {
    host.closeAllConnections();
    await new Promise((resolve) => host.close(resolve));
  });

  const setHook = (secret: string) => bot.telegram.setWebhook(ORIGIN + PATH, { secret_token: secret });

  test('posts with the secret, and takes 2xx for a confirmation', async () => {
    await setHook('a-secret');
    await telegram.webhook.connected();
    await say('hello');
    expect(texts()).toEqual(['hello']);
    expect(telegram.webhook.posts).toEqual([200]);
    expect(telegram.updates.waiting).toBe(0);
  });

  test('posts again until it is taken, in order', async () => {
    telegram.set({ webhookRetryMs: 1 });
    telegram.webhook.fail(2);
    const written = [say('one'), say('two')];
    await setHook('a-secret');
    await Promise.all(written);
    expect(texts()).toEqual(['one', 'two']);
    expect(telegram.webhook.posts).toEqual([0, 0, 200, 200]);
  });

  test('is refused by a bot that wants another secret, and tells the bot so', async () => {
    await setHook('wrong');
    const written = say('hello');
    await expect.poll(() => telegram.webhook.posts[0]).toBe(403);
    expect(await bot.telegram.getWebhookInfo()).toMatchObject({
      pending_update_count: 1,
      last_error_message: expect.stringContaining('403'),
    });
    await setHook('a-secret');
    await written;
    expect(texts()).toEqual(['hello']);
  });

  test('a chat whose update hangs does not hold up another', async () => {
    const hung = Promise.withResolvers<void>();
    callback = (request, response) => {
      let body = '';
      request.on('data', (chunk) => {
        body += chunk;
      });
      request.on('end', () => {
        const done = body.includes('"slow"') ? hung.promise : Promise.resolve();
        void done.then(() => response.end());
      });
    };
    const bob = telegram.world.addUser({ username: 'bob_ray', firstName: 'Bob' });
    await setHook('a-secret');
    const slow = say('slow');
    await telegram.people.write({ chat: telegram.world.privateChat(bob), user: bob, text: 'quick' });
    expect(telegram.updates.waiting).toBe(1);
    hung.resolve();
    await slow;
    expect(telegram.updates.waiting).toBe(0);
  });

  test('takes HTTPS and a decent secret only', async () => {
    await expect(bot.telegram.setWebhook('http://bot.double.test/')).rejects.toMatchObject({ code: 400 });
    await expect(setHook('not allowed!')).rejects.toMatchObject({ code: 400 });
    expect(telegram.violations()).toHaveLength(2);
  });
});
