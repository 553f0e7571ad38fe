import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Behaviour } from '../doubles/slack/behaviour.ts';
import { type SlackStage, startSlackStage } from '../doubles/slack/stage.ts';
import type { SlackChannel } from '../doubles/slack/workspace.ts';
import type { Running } from '../support/processes.ts';
import { startBot } from './bot.ts';
import { countWords, prose } from './reading.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';
import type { Room, Said } from './stage.ts';

const PATIENCE = { timeout: 30_000, interval: 50 };
/** An answer of about three seconds. */
const WORDS = 400;

vi.setConfig({ testTimeout: 60_000 });

let model: ScriptedModel;
/** Slack with streaming, for the tests that share it. */
let streaming: { readonly stage: SlackStage; readonly bot: Running };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'switchboard-streams-'));
  model = await startScriptedModel(8);
  for (const word of ['q-grow', 'q-lost', 'q-stop']) model.answer(word, prose(WORDS));
  model.answer('q-next', prose(WORDS / 2));
  streaming = await start({});
});

afterAll(async () => {
  await streaming?.bot.stop('SIGKILL');
  await Promise.all([model?.close(), streaming?.stage.close()]);
  await rm(folder, { recursive: true, force: true });
});

async function start(change: Partial<Behaviour>) {
  const stage = await startSlackStage();
  stage.slack.set(change);
  const dataDir = await mkdtemp(join(folder, 'data-'));
  return { stage, bot: await startBot({ stage, dataDir, models: { general: model.url } }) };
}

const words = (room: Room, said: Said): number => countWords(room.answers(said)[0]?.text ?? '');
const until = (assertion: () => void): Promise<void> => vi.waitFor(assertion, PATIENCE);

function channelOf({ slack }: SlackStage, said: Said): SlackChannel {
  const channel = [...slack.workspace.channels.values()].find(({ id }) => slack.workspace.find(id, said.id));
  if (channel === undefined) throw new Error('said nowhere');
  return channel;
}

/** How often a method was called in the channel of a message. */
function called(stage: SlackStage, said: Said, method: string): number {
  const { id } = channelOf(stage, said);
  return stage.slack.calls.filter((call) => call.method === method && call.args.channel === id).length;
}

/** The answer in the end: one message, whole. */
async function whole(room: Room, said: Said): Promise<void> {
  await until(() => expect(room.answers(said)[0]?.buttons).toContain('Retry'));
  expect(room.answers(said)).toHaveLength(1);
  expect(words(room, said)).toBe(WORDS);
}

test.concurrent('an answer is streamed: one start, appends, one stop', async () => {
  const { stage } = streaming;
  const room = stage.room();
  const said = await room.say('q-grow');
  await whole(room, said);
  expect(called(stage, said, 'chat.startStream')).toBe(1);
  expect(called(stage, said, 'chat.stopStream')).toBe(1);
  expect(called(stage, said, 'chat.appendStream')).toBeGreaterThan(1);
  expect(called(stage, said, 'chat.postMessage')).toBe(0);
});

test.concurrent.each([
  ['is unknown', { streaming: false }],
  ['is not enabled', { streamingEnabled: false }],
])('where streaming %s, answers are posted and edited, and it is not tried again', async (_what, change) => {
  const { stage, bot } = await start(change);
  try {
    const room = stage.room();
    const said = await room.say('q-grow');
    await whole(room, said);
    expect(called(stage, said, 'chat.startStream')).toBe(1);
    expect(called(stage, said, 'chat.postMessage')).toBe(1);
    expect(room.answers(said)[0]?.versions.length).toBeGreaterThan(2);
    const next = await room.say('q-next');
    await until(() => expect(room.answers(next)[0]?.buttons).toContain('Retry'));
    expect(called(stage, next, 'chat.startStream')).toBe(1);
    expect(stage.violations()).toEqual([]);
  } finally {
    await bot.stop('SIGKILL');
    await stage.close();
  }
});

test.concurrent('a stream that Slack ends in mid-answer goes on by edits of the same message', async () => {
  const { stage } = streaming;
  const room = stage.room();
  const said = await room.say('q-lost');
  await until(() => expect(words(room, said)).toBeGreaterThan(10));
  const [shown] = room.answers(said);
  stage.slack.expireStream(channelOf(stage, said).id, shown?.id ?? '');
  await whole(room, said);
  expect(room.answers(said)[0]?.id).toBe(shown?.id);
  expect(called(stage, said, 'chat.update')).toBeGreaterThan(0);
});

test.concurrent('Slack’s own stop button ends the answer, and its session is done', async () => {
  const { slack } = streaming.stage;
  const room = streaming.stage.room();
  const said = await room.say('q-stop');
  await until(() => expect(words(room, said)).toBeGreaterThan(10));
  const channel = channelOf(streaming.stage, said);
  const ann = [...slack.workspace.users.values()].find(({ name }) => name === 'ann');
  if (ann === undefined) throw new Error('nobody to press');
  await slack.people.stop(channel, ann, said.id);
  await until(() => expect(model.brokenOff('q-stop')).toBe(1));
  await until(() => expect(room.answers(said)[0]?.text).toMatch(/stopped/i));
  const session = () => slack.statuses.findLast((status) => status.channel === channel.id)?.status;
  await until(() => expect(session()).not.toBe('processing'));
  expect(words(room, said)).toBeLessThan(WORDS);
});

test('nothing that was sent was against the rules of Slack', () => {
  expect(streaming.stage.violations()).toEqual([]);
});
