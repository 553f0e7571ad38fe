import { afterEach, expect, test, vi } from 'vitest';
import { BOT } from '../../doubles/telegram/world.ts';
import { MENTION, startTelegramHost, type TelegramHost, type TelegramHostOptions } from './telegram-host.ts';

let host: TelegramHost | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

async function start(options: TelegramHostOptions = {}): Promise<TelegramHost> {
  host = await startTelegramHost(options);
  return host;
}

/** An answer to Ann in the group, with its buttons. */
async function answerToAnn(whole: TelegramHost) {
  const { ann, group, telegram } = whole;
  await telegram.people.write({ chat: group, user: ann, text: `${MENTION} hello` });
  await whole.answered();
  const answer = telegram.world.messages(group.id).find(({ from }) => from === BOT.id);
  if (answer === undefined) throw new Error('no answer');
  return { chat: group.id, id: answer.id };
}

/** What the press was answered with. */
async function told({ telegram }: TelegramHost, id: string): Promise<string | null> {
  await vi.waitFor(() => expect(telegram.callbacks.get(id)?.answered).toBe(true), 5_000);
  return telegram.callbacks.get(id)?.text ?? null;
}

test('every press is answered: of the person who asked, of others, and forged ones', async () => {
  const whole = await start();
  const place = await answerToAnn(whole);
  const { ann, bob, telegram } = whole;
  expect(await told(whole, await telegram.people.press(place, /good/i, ann))).toMatch(/noted/i);
  expect(await told(whole, await telegram.people.press(place, /good/i, bob))).toMatch(/only the person/i);
  expect(await told(whole, await telegram.people.act(place, 'retry', ann))).toMatch(/no longer good/i);
  expect(telegram.violations()).toEqual([]);
});

test('a press that fails is answered, too', async () => {
  const judgeTurn = async () => {
    throw new Error('the store is gone');
  };
  const whole = await start({ switchboard: { judgeTurn } });
  const place = await answerToAnn(whole);
  const { ann, telegram } = whole;
  void telegram.people.press(place, /good/i, ann);
  await vi.waitFor(() => {
    const [press] = [...telegram.callbacks.values()];
    expect(press?.answered).toBe(true);
  }, 5_000);
});

test('payloads fit into 64 bytes', async () => {
  const whole = await start();
  const { id, chat } = await answerToAnn(whole);
  const buttons = whole.telegram.world.find(chat, id)?.now.keyboard.flat() ?? [];
  expect(buttons.length).toBeGreaterThan(5);
  for (const { data } of buttons) expect(Buffer.byteLength(data ?? '')).toBeLessThanOrEqual(64);
});

test('commands are registered in scopes and two languages; /help in a group is for the one who asks', async () => {
  const whole = await start();
  const { ann, group, telegram } = whole;
  await vi.waitFor(() => expect(telegram.commandLists).toHaveLength(6), 5_000);
  await telegram.people.write({ chat: group, user: ann, text: '/help@switchboard_bot' });
  const helped = () => telegram.world.messages(group.id).filter(({ from }) => from === BOT.id);
  await vi.waitFor(() => expect(helped()).toHaveLength(1), 5_000);
  expect(helped()[0]).toMatchObject({ onlyFor: ann.id });
  expect(telegram.violations()).toEqual([]);
});

test('/start greets with what there is', async () => {
  const whole = await start();
  const { ann, direct, telegram } = whole;
  await telegram.people.write({ chat: direct, user: ann, text: '/start' });
  const said = () => telegram.world.messages(direct.id).filter(({ from }) => from === BOT.id);
  await vi.waitFor(() => expect(said()[0]?.now.text).toContain('/translate'), 5_000);
  expect(whole.accepted).toEqual([]);
});
