import { afterEach, expect, test } from 'vitest';
import type { Receipt } from '../../src/conversation/types.ts';
import { type CatalogueName, modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { sentTo } from '../support/served-model.ts';
import { startWhole, type Whole } from '../support/whole.ts';

let whole: Whole | undefined;
let doubles: VllmDouble[] = [];
afterEach(async () => {
  await whole?.close();
  for (const double of doubles) await double.close();
  whole = undefined;
  doubles = [];
});

async function start(name: CatalogueName, answer: string) {
  const double = await startVllm({ models: [modelSpec(name)], script: () => answer });
  doubles.push(double);
  return double;
}

const STANDS_IN = { expert: 'general', response: 'from general', degraded: { wanted: 'math' } };

test('when the math server dies general answers in its own form, and says so until math is back', async () => {
  const general = await start('qwen', 'from general');
  const math = await start('metamath', 'The answer is: 4');
  whole = await startWhole({ general: [general.url], math: [math.url] });
  const ask = (text: string) => whole?.ask({ text, expert: 'math', conversation: 'c' });
  expect(await ask('What is 2+2?')).toMatchObject({ expert: 'math', degraded: null });

  await math.set({ down: true });
  const receipt = await ask('and 3+3?');
  expect(receipt).toMatchObject(STANDS_IN);
  expect(receipt?.degraded?.reason).toBe('math is down; general answered');
  expect(receipt?.route).toMatchObject({ expert: 'math', tier: 'forced' });
  // What general gets is what general was trained on, not MetaMath's instruction.
  const sent = sentTo(general).at(-1);
  expect(sent?.path).toBe('/v1/chat/completions');
  expect(sent?.body.messages?.at(-1)?.content).toMatch(/^and 3\+3\?.*\\boxed/s);
  expect(JSON.stringify(sent?.body)).not.toContain('### Instruction');
  const models = await (await fetch(`${whole.url}/v1/models`)).json();
  const entry = (models as { data: { id: string }[] }).data.find(({ id }) => id === 'math');
  expect(entry).toMatchObject({ switchboard: { state: 'down' } });

  await math.set({ down: false });
  expect(await ask('and 4+4?')).toMatchObject({ expert: 'math', degraded: null });
});

test.each([
  ['a queue that is full', { kind: 'status', status: 503 }, 'math is full; general answered'],
  ['a dead engine', { kind: 'status', status: 500 }, 'math failed; general answered'],
  ['a gateway’s error page', { kind: 'html' }, null],
  ['a wrong key', { kind: 'unauthorized' }, 'math refused the key; general answered'],
  ['a model that is gone', { kind: 'model_not_found' }, 'math does not serve its model; general answered'],
  ['a dropped connection', { kind: 'reset' }, 'math is down; general answered'],
] as const)('%s before the first token: general answers', async (_, fault, reason) => {
  const general = await start('qwen', 'from general');
  const math = await start('deepseekMath', 'never');
  whole = await startWhole({ general: [general.url], math: [math.url] });
  await math.set({ fault });
  const receipt = await whole.ask({ text: '2+2?', expert: 'math' });
  expect(receipt).toMatchObject(STANDS_IN);
  if (reason !== null) expect(receipt.degraded?.reason).toBe(reason);
});

test('after the first token nobody answers anew: what was written is not doubled', async () => {
  const general = await start('qwen', 'from general');
  const math = await start('deepseekMath', 'one two three four five six');
  whole = await startWhole({ general: [general.url], math: [math.url] });
  await math.set({ fault: { kind: 'break', afterTokens: 3 } });
  const response = await whole.post('/v1/ask', { text: '2+2?', expert: 'math', stream: true });
  const events = await response.text();
  expect(events).toContain('event: error');
  expect(events).not.toContain('from general');
  expect(sentTo(general)).toEqual([]);
});

async function twoServers() {
  const one = await start('deepseekMath', 'from one');
  const two = await start('deepseekMath', 'from two');
  const general = await start('qwen', 'from general');
  const switchboard = await startWhole({ general: [general.url], math: [one.url, two.url] });
  whole = switchboard;
  const ask = (): Promise<Receipt> => switchboard.ask({ text: '2+2?', expert: 'math' });
  return { one, two, ask };
}

test('of two servers of one expert the less busy one is asked', async () => {
  const { ask, one, two } = await twoServers();
  await one.set({ sleeping: true });
  const parked = ask();
  while ((await one.nextRequest()).path !== '/v1/chat/completions');
  expect(await ask()).toMatchObject({ response: 'from two', degraded: null });
  await one.set({ sleeping: false });
  expect(await parked).toMatchObject({ response: 'from one', degraded: null });
  expect([sentTo(one).length, sentTo(two).length]).toEqual([1, 1]);
});

test.each([
  ['is down', { down: true }],
  ['has a full queue', { fault: { kind: 'status', status: 503 } }],
  ['has a dead engine', { engineDead: true }],
] as const)('when one of two servers %s the other answers, and nothing is degraded', async (_, change) => {
  const { ask, one } = await twoServers();
  await one.set(change);
  expect(await ask()).toMatchObject({ expert: 'math', response: 'from two', degraded: null });
});

test('servers of one expert may serve different models: each is addressed its own way', async () => {
  const chat = await start('deepseekMath', 'So \\boxed{4}.');
  const raw = await start('metamath', 'The answer is: 4');
  const general = await start('qwen', 'from general');
  whole = await startWhole({ general: [general.url], math: [chat.url, raw.url] });
  await chat.set({ fault: { kind: 'status', status: 503 } });
  const receipt = await whole.ask({ text: '2+2?', expert: 'math' });
  expect(receipt).toMatchObject({ response: 'The answer is: 4', degraded: null });
  expect(sentTo(chat).map(({ path }) => path)).toEqual(['/v1/chat/completions']);
  expect(sentTo(raw).map(({ path }) => path)).toEqual(['/v1/completions']);
});
