import { afterEach, expect, test } from 'vitest';
import { type CatalogueName, modelSpec } from '../doubles/vllm/catalogue.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { sentTo } from '../support/served-model.ts';
import { startWhole, type Whole } from '../support/whole.ts';

let whole: Whole | undefined;
let doubles: VllmDouble[] = [];
afterEach(async () => {
  await whole?.close();
  for (const double of doubles) await double.close();
  doubles = [];
});

const TURNS = 6;

async function pair(math: CatalogueName, answer: string, story: string) {
  const start = async (name: CatalogueName, text: string) => {
    const double = await startVllm({ models: [modelSpec(name)], script: () => text, tokensPerChunk: 64 });
    doubles.push(double);
    return double;
  };
  const general = await start('qwenAwq', story);
  const expert = await start(math, answer);
  const switchboard = await startWhole({ general: [general.url], math: [expert.url] });
  whole = switchboard;
  return { expert, general, switchboard };
}

/** A conversation of more than 30K tokens with general, in its 128K; then another expert is asked. */
async function longTalk(math: CatalogueName, answer: string) {
  const story = `A long story. ${'and then '.repeat(2000)}`;
  const { expert, general, switchboard } = await pair(math, answer, story);
  let tokens = 0;
  for (let turn = 1; turn <= TURNS; turn++) {
    const text = `Chapter ${turn}. ${'tell me '.repeat(1000)}`;
    const { degraded, usage } = await switchboard.ask({ text, conversation: 'c', expert: 'general' });
    expect(degraded).toBeNull();
    tokens = usage.prompt_tokens + usage.completion_tokens;
  }
  expect(tokens).toBeGreaterThan(30_000);
  return {
    general,
    tokens,
    async ask(text: string, name: 'general' | 'math' = 'math') {
      const receipt = await switchboard.ask({ text, conversation: 'c', expert: name });
      expect(receipt).toMatchObject({ expert: name, degraded: null, finish: 'stop' });
      return { receipt, body: sentTo(name === 'math' ? expert : general).at(-1)?.body };
    },
  };
}

test('MetaMath in 4K answers after 30K with general: it gets the question, and the turn that it goes on with', async () => {
  const { ask, general, tokens } = await longTalk('metamath', 'Easy.\nThe answer is: 4');
  const first = await ask('What is 2+2?');
  expect(first.body?.prompt).toContain('### Instruction:\nWhat is 2+2?\n\n### Response:');
  expect(first.receipt.usage.prompt_tokens + 512).toBeLessThanOrEqual(4096);
  const next = await ask('and times 3?');
  expect(next.body?.prompt).toContain('What is 2+2?\n(Answered: 4)\n\nand times 3?');
  expect(next.body?.prompt).not.toMatch(/Chapter|long story/);
  // General still has it all, in the words that its prefix cache knows.
  const before = sentTo(general).at(-1)?.body.messages ?? [];
  const back = await ask('Where were we?', 'general');
  expect(back.body?.messages?.slice(0, before.length)).toEqual(before);
  expect(back.receipt.usage.prompt_tokens).toBeGreaterThan(tokens);
});

test('DeepSeek-Math in 4K gets the newest turns that fit, and the receipt says what it did not', async () => {
  const { ask } = await longTalk('deepseekMath', 'So \\boxed{4}.');
  const first = await ask('What is 2+2?');
  const { messages = [], max_tokens: maxTokens = 0 } = first.body ?? {};
  expect(messages.every(({ role }) => role !== 'system')).toBe(true);
  expect(messages.at(-1)?.content).toContain('What is 2+2?');
  expect(first.receipt.usage.prompt_tokens + maxTokens).toBeLessThanOrEqual(4096);
  const left = first.receipt.checks.find(({ name }) => name === 'context');
  expect(left).toMatchObject({
    status: 'skipped',
    detail: expect.stringContaining(`${TURNS} earlier turns`),
  });
  const next = await ask('and times 3?');
  expect(next.body?.messages).toMatchObject([
    { role: 'user', content: expect.stringContaining('What is 2+2?') },
    { role: 'assistant', content: 'So \\boxed{4}.' },
    { role: 'user', content: expect.stringContaining('and times 3?') },
  ]);
});

test('a question that only general can hold goes to general, with the reason', async () => {
  const { expert, general, switchboard } = await pair('metamath', 'never', 'from general');
  const text = `Add up: ${'12345 + '.repeat(3000)}1`;
  const receipt = await switchboard.ask({ text, expert: 'math' });
  expect(receipt).toMatchObject({
    expert: 'general',
    degraded: { wanted: 'math', reason: expect.stringMatching(/takes only \d+ tokens; general answered/) },
  });
  expect(sentTo(expert)).toEqual([]);
  expect(JSON.stringify(sentTo(general).at(-1)?.body.messages)).toContain('Add up');
});

test('a question that nobody can hold is told the sizes, and never sent', async () => {
  const { expert, general, switchboard } = await pair('deepseekMath', 'never', 'never');
  const text = `Add up: ${'12345 + '.repeat(50_000)}1`;
  const response = await switchboard.post('/v1/ask', { text, expert: 'math' });
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { message: string } };
  // What it takes, and what there is: 128K.
  expect(error.message).toMatch(/\d{3}[,.]?\d{3}.*1\d{2}[,.]?\d{3}/s);
  expect([...sentTo(expert), ...sentTo(general)]).toEqual([]);
});

test('a conversation that would leave the answer no room is shortened, so that the answer has it', async () => {
  const { expert, switchboard } = await pair('deepseekMath', 'So \\boxed{4}.', 'and then '.repeat(125));
  let told = 0;
  for (let turn = 1; turn <= 7; turn++) {
    const text = `Chapter ${turn}. ${'tell me '.repeat(120)}`;
    const { usage } = await switchboard.ask({ text, conversation: 'c', expert: 'general' });
    told = usage.prompt_tokens + usage.completion_tokens;
  }
  // It would fit the 4K, but not beside an answer of 1K.
  expect(told).toBeGreaterThan(4096 - 1024);
  expect(told).toBeLessThan(4096 - 64);
  const receipt = await switchboard.ask({ text: 'What is 2+2?', conversation: 'c', expert: 'math' });
  expect(receipt).toMatchObject({ expert: 'math', degraded: null });
  const [sent, ...more] = sentTo(expert);
  expect(more).toEqual([]);
  expect(sent?.body.max_tokens).toBe(1024);
  expect(receipt.usage.prompt_tokens).toBeLessThanOrEqual(4096 - 1024);
  // The newest turns are there, whole, user first.
  const spoken = JSON.stringify(sent?.body.messages);
  expect(spoken).toContain('Chapter 7.');
  expect(spoken).not.toContain('Chapter 1.');
  expect(sent?.body.messages?.map(({ role }) => role)).toEqual(
    sent?.body.messages?.map((_, index) => (index % 2 === 0 ? 'user' : 'assistant')),
  );
});
