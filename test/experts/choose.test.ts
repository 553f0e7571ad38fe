import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Experts } from '../../src/experts/experts.ts';
import { createExperts } from '../../src/experts/experts.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { Behaviour } from '../doubles/vllm/behaviour.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { memoryLog } from '../support/experts.ts';

const never = new AbortController().signal;
const REQUEST = { messages: [{ role: 'user' as const, content: 'Which one?' }], labels: ['A', 'B', 'C'] };

let vllm: VllmDouble;
let experts: Experts;

beforeEach(async () => {
  vllm = await startVllm({ models: [{ id: 'main', root: 'acme/m' }], window: 4096 });
  experts = await expertsAt([vllm.url]);
});

afterEach(async () => {
  await experts.close();
  await vllm.close();
});

async function expertsAt(urls: readonly string[], kind: 'openai' | 'nllb' = 'openai'): Promise<Experts> {
  const general = { urls, model: null, profile: null, apiKey: null, kind };
  const config = { experts: { general } };
  const made = createExperts({ config, log: memoryLog().log, metrics: createMetrics(), embedded: null });
  await made.start();
  return made;
}

function bodies() {
  return vllm.requests.filter(({ path }) => path === '/v1/chat/completions').map(({ body }) => body);
}

const unconstrained = (text: string): Partial<Behaviour> => ({
  choices: 'unknown_field',
  script: () => text,
});

test('a vLLM server is held to the labels, for one token, with their log-probabilities', async () => {
  await vllm.set({ choiceProbabilities: { A: 2, B: 7, C: 1 } });
  const choice = await experts.choose(REQUEST, never);
  expect(choice?.model).toEqual({ model: 'main', root: 'acme/m', window: 4096 });
  const read = choice?.read;
  expect(read?.kind).toBe('probabilities');
  if (read?.kind !== 'probabilities') return;
  for (const [i, expected] of [0.2, 0.7, 0.1].entries())
    expect(read.probabilities[i]).toBeCloseTo(expected, 6);
  expect(bodies()).toEqual([
    {
      model: 'main',
      messages: [{ role: 'user', content: 'Which one?' }],
      max_tokens: 1,
      temperature: 0,
      logprobs: true,
      top_logprobs: 3,
      structured_outputs: { choice: ['A', 'B', 'C'] },
      repetition_penalty: 1,
      chat_template_kwargs: { enable_thinking: false },
    },
  ]);
});

describe('a server that does not know the constraint', () => {
  test('is asked without it, and from then on at once', async () => {
    await vllm.set(unconstrained('B'));
    for (const _ of [1, 2]) {
      const choice = await experts.choose(REQUEST, never);
      expect(choice?.read).toEqual({ kind: 'probabilities', probabilities: [0, 1, 0] });
    }
    expect(bodies().map((body) => 'structured_outputs' in (body as object))).toEqual([true, false, false]);
    expect(bodies().at(-1)).toMatchObject({ logprobs: true, top_logprobs: 10, max_tokens: 1 });
  });

  test('is not taken at a word that is no label', async () => {
    await vllm.set(unconstrained('Sorry'));
    expect((await experts.choose(REQUEST, never))?.read).toEqual({ kind: 'nothing' });
  });

  test('nor log-probabilities is asked for the bare label, and from then on at once', async () => {
    await vllm.set({ choices: 'no_logprobs', script: () => 'C' });
    for (const _ of [1, 2])
      expect((await experts.choose(REQUEST, never))?.read).toEqual({ kind: 'label', index: 2 });
    expect(bodies()).toHaveLength(4);
    expect(bodies().at(-1)).toEqual({
      model: 'main',
      messages: REQUEST.messages,
      max_tokens: 1,
      temperature: 0,
    });
  });

  test('and says nothing of it is read by its words alone', async () => {
    await vllm.set({ choices: 'silent', script: () => 'B' });
    expect((await experts.choose(REQUEST, never))?.read).toEqual({ kind: 'label', index: 1 });
    await vllm.set({ script: () => 'Hmm' });
    expect((await experts.choose(REQUEST, never))?.read).toEqual({ kind: 'nothing' });
  });
});

test('giving up reaches the server', async () => {
  await vllm.set({ firstTokenMs: 60_000 });
  const gone = new AbortController();
  const waiting = experts.choose(REQUEST, gone.signal);
  await vllm.nextRequest();
  while (bodies().length === 0) await vllm.nextRequest();
  gone.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await vllm.nextAbort();
  expect(vllm.aborted).toBe(1);
});

test('a full server is an error at once, not a wait', async () => {
  await vllm.set({ fault: { kind: 'status', status: 503, retryAfterS: 1 } });
  await expect(experts.choose(REQUEST, never)).rejects.toMatchObject({ code: 'overloaded' });
  expect(bodies()).toHaveLength(1);
});

describe('nobody is asked', () => {
  test('when no endpoint is up', async () => {
    await vllm.set({ fault: { kind: 'status', status: 500, paths: '*' } });
    const down = await expertsAt([vllm.url]);
    expect(await down.choose(REQUEST, never)).toBeNull();
    expect(bodies()).toEqual([]);
    await down.close();
  });

  test('when nothing is configured', async () => {
    const config = { experts: {} };
    const none = createExperts({ config, log: memoryLog().log, metrics: createMetrics(), embedded: null });
    expect(await none.choose(REQUEST, never)).toBeNull();
    await none.close();
  });
});
