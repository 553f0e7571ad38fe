import { afterEach, expect, test, vi } from 'vitest';
import { conversationKey } from '../../../src/conversation/key.ts';
import type { AnswerRecord } from '../../../src/delivery/outbox.ts';
import { BOT } from '../../doubles/telegram/world.ts';
import {
  MENTION,
  SECRET,
  startTelegramHost,
  type TelegramHost,
  type TelegramHostOptions,
} from './telegram-host.ts';

let host: TelegramHost | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

async function start(options: TelegramHostOptions = {}): Promise<TelegramHost> {
  host = await startTelegramHost({ silent: true, ...options });
  return host;
}

const ANSWERED: AnswerRecord = {
  messageId: 'telegram:1:1',
  turnId: null,
  platform: 'telegram',
  conversation: conversationKey('telegram', '@', '1'),
  authorId: '1',
  parts: [],
  state: 'complete',
  origin: null,
};

/** A message of the bot that people can reply to. */
const ours = ({ group, telegram }: TelegramHost) =>
  telegram.world.addMessage({
    chat: group.id,
    from: BOT.id,
    now: { kind: 'text', text: 'hello', entities: [], file: null, keyboard: [], inside: [], source: 'hello' },
  });

test('alone, every message is for the bot; its conversation is the chat', async () => {
  const { accepted, ann, direct, telegram } = await start();
  await telegram.people.write({ chat: direct, user: ann, text: 'hello there' });
  expect(accepted).toMatchObject([
    { conversation: `telegram:@:${ann.id}`, text: 'hello there', shared: false, author: { name: 'Ann' } },
  ]);
});

test('in a group mentions, replies to the bot and its commands are for it, and nothing else', async () => {
  const whole = await start({ behaviour: { privacy: false } });
  const { accepted, ann, group, telegram } = whole;
  const write = (text: string, more = {}) => telegram.people.write({ chat: group, user: ann, text, ...more });
  const answer = ours(whole);
  await write('among ourselves');
  await write(`${MENTION} one`);
  await write('two', { replyTo: answer.id });
  await write('/code@switchboard_bot three');
  await write('/math four');
  await write('/math@other_bot five');
  await write('/unknown six');
  await write('@switchboard_bottle seven');
  expect(accepted.map(({ forced, text }) => [forced, text])).toEqual([
    [null, 'one'],
    [null, 'two'],
    ['code', 'three'],
    ['math', 'four'],
  ]);
  expect(accepted.every(({ shared }) => shared)).toBe(true);
});

test('a topic is a conversation of its own; a thread of replies is none', async () => {
  const whole = await start();
  const { accepted, ann, bob, group, telegram } = whole;
  const forum = telegram.world.addGroup([ann, bob], { forum: true });
  forum.topics.set(5, 'Maths');
  await telegram.people.write({ chat: forum, user: ann, text: `${MENTION} in a topic`, topic: 5 });
  const first = await telegram.people.write({ chat: group, user: bob, text: 'a root' });
  await telegram.people.write({ chat: group, user: ann, text: `${MENTION} reply`, replyTo: first.id });
  expect(accepted.map(({ conversation }) => conversation)).toEqual([
    `telegram:@:${forum.id}:5`,
    `telegram:@:${group.id}`,
  ]);
});

test('other bots are never answered', async () => {
  const { accepted, group, telegram } = await start({ behaviour: { botToBot: true, privacy: false } });
  const other = telegram.world.addUser({ username: 'other_bot', firstName: 'Other', bot: true });
  await telegram.people.write({ chat: group, user: other, text: `${MENTION} hello` });
  expect(accepted).toEqual([]);
});

test('an edit that changes no text is none; another text is answered in place of the first', async () => {
  const { accepted, ann, direct, telegram } = await start();
  const said = await telegram.people.write({ chat: direct, user: ann, text: 'first' });
  const place = { chat: direct.id, id: said.id };
  await telegram.people.edit(place, 'first');
  expect(accepted).toHaveLength(1);
  await telegram.people.edit(place, 'second');
  expect(accepted).toHaveLength(2);
  expect(accepted[1]).toMatchObject({ text: 'second', replaces: accepted[0]?.id });
});

test('an edit that changes nothing of a command does not run it again', async () => {
  const { ann, direct, telegram } = await start();
  const told = () => telegram.world.messages(direct.id).filter(({ from }) => from === BOT.id);
  const said = await telegram.people.write({ chat: direct, user: ann, text: '/help' });
  await telegram.people.edit({ chat: direct.id, id: said.id }, '/help');
  // Behind both: what they are told is told by now, or comes first.
  await telegram.people.write({ chat: direct, user: ann, text: '/start' });
  await vi.waitFor(() => expect(told()).toHaveLength(2), 5_000);
  await telegram.people.edit({ chat: direct.id, id: said.id }, '/start');
  await vi.waitFor(() => expect(told()).toHaveLength(3), 5_000);
});

test('an update that comes again is taken once', async () => {
  const { accepted, ann, direct, telegram } = await start();
  const said = await telegram.people.write({ chat: direct, user: ann, text: 'once' });
  await telegram.people.deliverAgain({ chat: direct.id, id: said.id });
  expect(accepted).toHaveLength(1);
});

test('an update that could not be stored comes again, by polling as by webhook', async () => {
  for (const webhook of [false, true]) {
    let failures = 1;
    const stored: string[] = [];
    const { ann, direct, telegram, close } = await startTelegramHost({
      webhook,
      answers: {
        async accept({ text }) {
          if (failures-- > 0) throw new Error('the disk is full');
          stored.push(text);
          return true;
        },
      },
    });
    await telegram.people.write({ chat: direct, user: ann, text: 'keep me' });
    expect(stored).toEqual(['keep me']);
    await close();
  }
});

test('an edit that could not be stored comes again, and is still an edit then', async () => {
  const stored: string[] = [];
  let failures = 0;
  const { ann, direct, telegram } = await start({
    answers: {
      // The first text has an answer.
      of: async () => ANSWERED,
      async accept({ text }) {
        if (failures-- > 0) throw new Error('the disk is full');
        stored.push(text);
        return true;
      },
    },
  });
  const said = await telegram.people.write({ chat: direct, user: ann, text: 'first' });
  failures = 1;
  await telegram.people.edit({ chat: direct.id, id: said.id }, 'second');
  expect(stored).toEqual(['first', 'second']);
});

test('a second poller is waited out, with a clear word, and polling begins anew', async () => {
  const { accepted, ann, direct, telegram } = await start();
  telegram.polling.conflict(1);
  await telegram.people.write({ chat: direct, user: ann, text: 'after the conflict' });
  expect(accepted).toHaveLength(1);
});

test('a token that is refused while it runs is tried again', async () => {
  const { accepted, ann, direct, telegram } = await start();
  telegram.set({ authorized: false });
  telegram.polling.cut();
  const refused = () => telegram.calls.filter(({ code, method }) => method === 'getUpdates' && code === 401);
  await vi.waitFor(() => expect(refused().length).toBeGreaterThan(0), 5_000);
  telegram.set({ authorized: true });
  await telegram.people.write({ chat: direct, user: ann, text: 'again' });
  expect(accepted).toHaveLength(1);
});

test('a token that is refused at the start ends it, named and not shown', async () => {
  const refused = startTelegramHost({ behaviour: { authorized: false } });
  await expect(refused).rejects.toThrow(/TELEGRAM_BOT_TOKEN.*401/);
  await expect(refused).rejects.not.toThrow(/AAdouble/);
});

test('updates are asked for by name', async () => {
  const { telegram } = await start();
  expect(telegram.updates.allowed).toEqual([
    'message',
    'edited_message',
    'callback_query',
    'stopped_message_generation',
  ]);
});

test('the webhook takes what carries the secret alone', async () => {
  const { accepted, ann, direct, telegram, url } = await start({ webhook: true });
  await telegram.people.write({ chat: direct, user: ann, text: 'by webhook' });
  expect(accepted).toHaveLength(1);
  const update = {
    update_id: 1,
    message: { message_id: 9, from: { id: 5 }, chat: { id: 5, type: 'private' }, text: 'x' },
  };
  const post = (headers: Record<string, string>) =>
    fetch(`${url}/telegram/webhook`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(update),
    });
  expect((await post({})).status).toBe(401);
  expect((await post({ 'x-telegram-bot-api-secret-token': 'wrong' })).status).toBe(401);
  expect(accepted).toHaveLength(1);
  expect((await post({ 'x-telegram-bot-api-secret-token': SECRET })).status).toBe(200);
  expect(accepted).toHaveLength(2);
});

test('TELEGRAM_ALLOW limits who is answered, by person or chat', async () => {
  const { accepted, ann, direct, telegram } = await start({ allow: ['1'] });
  await telegram.people.write({ chat: direct, user: ann, text: 'hello' });
  expect(accepted).toEqual([]);
  await host?.close();
  // The double gives the same ids each time.
  const again = await start({ allow: [String(ann.id)] });
  await again.telegram.people.write({ chat: again.direct, user: again.ann, text: 'hello' });
  expect(again.accepted.map(({ author }) => author.id)).toEqual([String(ann.id)]);
});
