import { expect, onTestFinished, test } from 'vitest';
import type { EndpointName } from '../../src/config/types.ts';
import { startVllm, type VllmOptions } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { message, PIXEL } from '../support/turns.ts';

const never = new AbortController().signal;
const QWEN = { id: 'main', root: 'Qwen/Qwen2.5-7B-Instruct', window: 32_768 };
const QWEN_VL = { id: 'seer', root: 'Qwen/Qwen2.5-VL-7B-Instruct', vision: true };
const CODER = { id: 'coder', root: 'Qwen/Qwen2.5-Coder-7B-Instruct' };
const TINY = { id: 'mender', root: 'TinyLlama/TinyLlama-1.1B-Chat-v1.0', window: 2_048 };
const attachments = [{ name: 'x.png', mime: 'image/png', data: PIXEL }];

async function vllm(options: VllmOptions) {
  const server = await startVllm(options);
  onTestFinished(() => server.close());
  return server;
}

async function parts(urls: Partial<Record<EndpointName, readonly string[]>>) {
  const all = await conversationParts({ urls });
  onTestFinished(() => all.close());
  return all;
}

type Parts = Awaited<ReturnType<typeof parts>>;
const visionOf = ({ experts }: Parts) => experts.statuses().find(({ name }) => name === 'vision');
const ask = (all: Parts, text: string, changes: object) => collect(all.ask(message(text, changes), never));

test('the start report has a line for repair', async () => {
  const [general, repair] = [await vllm({ models: [QWEN] }), await vllm({ models: [TINY] })];
  const { experts } = await parts({ general: [general.url], repair: [repair.url] });
  expect(experts.report()).toEqual([
    `general: main, 32768 tokens, at ${general.url}, up`,
    `repair: mender, 2048 tokens, at ${repair.url}, up`,
    'code, math, translate, structured: played by general',
    'vision: off, pictures need EXPERT_VISION_URL',
  ]);
});

test('while general is down, nobody is said to be played by it: as the list of models tells', async () => {
  const general = await vllm({ models: [QWEN] });
  await general.close();
  const { experts } = await parts({ general: [general.url] });
  expect(experts.report()).toContain(
    'code, math, translate, structured: down until general is up, which plays them',
  );
  expect(experts.statuses().map(({ state }) => state)).not.toContain('played_by_general');
});

// A model that no profile knows may see or not: nobody promises it.
test.each([[QWEN], [{ id: 'unknown-model', vision: true }]])(
  'where general is not known to see (%o), vision is down, its texts are answered, its pictures refused',
  async (model) => {
    const general = await vllm({ models: [model], script: () => 'Text.' });
    const all = await parts({ general: [general.url] });
    expect(visionOf(all)).toEqual({ name: 'vision', modelUsed: null, window: null, state: 'down' });
    const answered = await ask(all, 'what is red?', { forced: 'vision' });
    expect(answered.receipt).toMatchObject({ expert: 'vision', response: 'Text.', degraded: null });
    const refused = await ask(all, 'what is it?', { forced: 'vision', attachments });
    expect(refused.error?.message).toContain('EXPERT_VISION_URL');
  },
);

test('a general model that sees plays vision, in word and deed', async () => {
  const general = await vllm({ models: [QWEN_VL], script: () => 'A cat.' });
  const all = await parts({ general: [general.url] });
  expect(visionOf(all)).toMatchObject({ modelUsed: 'seer', state: 'played_by_general' });
  expect(all.experts.report()).toContain('code, math, translate, structured, vision: played by general');
  for (const forced of ['vision', 'general', 'math'] as const) {
    const { receipt } = await ask(all, 'what is it?', { forced, attachments });
    expect(receipt).toMatchObject({ expert: forced, response: 'A cat.', degraded: null });
  }
  const sent = general.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
  expect(JSON.stringify(sent)).toContain('image_url');
});

test('a picture for an expert that cannot see goes to general that can, and the receipt says so', async () => {
  const general = await vllm({ models: [QWEN_VL], script: () => 'A cat.' });
  const code = await vllm({ models: [CODER] });
  const all = await parts({ general: [general.url], code: [code.url] });
  const { receipt } = await ask(all, 'what is it?', { forced: 'code', attachments });
  expect(receipt).toMatchObject({
    expert: 'general',
    degraded: { wanted: 'code', reason: 'code cannot see pictures; general answered' },
  });
});

test.each([
  [QWEN_VL, { expert: 'general', degraded: { reason: 'vision is down; general answered' } }],
  [QWEN, null],
])(
  'when vision is down, a picture goes to a general that sees, and to no other: %o',
  async (model, receipt) => {
    const [general, vision] = [await vllm({ models: [model] }), await vllm({ models: [QWEN_VL] })];
    const all = await parts({ general: [general.url], vision: [vision.url] });
    await vision.close();
    const answer = await ask(all, 'what is it?', { forced: 'vision', attachments });
    if (receipt === null) expect(answer.error?.message).toContain('can’t be reached');
    else expect(answer.receipt).toMatchObject(receipt);
  },
);

test('a prompt that the server refuses for its length even when counted goes to general', async () => {
  const general = await vllm({ models: [QWEN], script: () => 'Four.' });
  const math = await vllm({ models: ['math-7b'], fault: { kind: 'context_overflow' } });
  const all = await parts({ general: [general.url], math: [math.url] });
  const { receipt } = await ask(all, '2+2', { forced: 'math' });
  expect(receipt).toMatchObject({
    expert: 'general',
    response: 'Four.',
    degraded: { wanted: 'math', reason: 'math has too small a window; general answered' },
  });
  expect(math.faulted).toBe(2);
});

test('what was written until the deadline is kept, and the person is told', async () => {
  const general = await vllm({ models: [QWEN], tokenMs: 5, script: () => 'word '.repeat(5_000) });
  const all = await conversationParts({
    urls: { general: [general.url] },
    patience: { deadlineMs: 2_000 },
  });
  onTestFinished(() => all.close());
  const asked = message('go');
  const { error, text } = await collect(all.ask(asked, never));
  expect(error?.code).toBe('answer_broke_off');
  expect(text).toContain('word');
  expect(await all.turns(asked.conversation)).toMatchObject([{ response: text, stopped: true }]);
});
