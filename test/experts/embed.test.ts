import { expect, onTestFinished, test } from 'vitest';
import { createExperts } from '../../src/experts/experts.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { embed as vectorOf } from '../doubles/vllm/embeddings.ts';
import { startVllm } from '../doubles/vllm/server.ts';
import { memoryLog } from '../support/experts.ts';

const never = new AbortController().signal;

async function bge(id = 'embed', apiKey?: string) {
  const models = [{ id, root: 'BAAI/bge-m3', window: 8_192, runner: 'pooling' as const }];
  const server = await startVllm({ models, ...(apiKey !== undefined && { apiKey }) });
  onTestFinished(() => server.close());
  return server;
}

function expertsAt(urls: readonly string[], apiKey: string | null = null) {
  const embed = { urls, model: null, profile: null, apiKey, kind: 'openai' as const };
  const { lines, log } = memoryLog();
  const config = { experts: urls.length === 0 ? {} : { embed } };
  const experts = createExperts({ config, log, metrics: createMetrics(), embedded: null });
  onTestFinished(() => experts.close());
  return { experts, lines };
}

test('texts become vectors, with the key', async () => {
  const { url } = await bge('embed', 'the-key');
  const { experts } = expertsAt([url], 'the-key');
  const [vector] = await experts.embed(['a text'], never);
  expect([...(vector ?? [])]).toEqual([...vectorOf('a text')]);
});

test('the next endpoint is asked when one fails, and that is noted', async () => {
  const [one, two] = [await bge(), await bge()];
  const { experts, lines } = expertsAt([one.url, two.url]);
  for (const kind of ['reset', 'unauthorized'] as const) {
    one.set({ fault: { kind, times: 1 } });
    expect(await experts.embed(['a'], never)).toHaveLength(1);
  }
  expect(lines.filter((line) => line.includes('unreachable'))).toHaveLength(1);
  await one.close();
  expect(await experts.embed(['a'], never)).toHaveLength(1);
  two.set({ fault: { kind: 'status', status: 503 } });
  await expect(experts.embed(['a'], never)).rejects.toMatchObject({ name: 'ExpertError' });
});

test('what one endpoint refuses is not asked of the next', async () => {
  const [one, two] = [await bge(), await bge()];
  one.set({ fault: { kind: 'status', status: 400 } });
  await expect(expertsAt([one.url, two.url]).experts.embed(['a'], never)).rejects.toMatchObject({
    code: 'refused',
  });
  expect(two.requests).toEqual([]);
});

test('without an endpoint it is said what to set', async () => {
  const failed = expertsAt([]).experts.embed(['a'], never);
  await expect(failed).rejects.toMatchObject({
    code: 'no_model',
    detail: expect.stringContaining('EXPERT_EMBED_URL'),
  });
});

test('an embedding endpoint answers nobody, so with it alone nothing is ready', async () => {
  const { url } = await bge();
  const { experts, lines } = expertsAt([url]);
  await experts.start();
  expect(experts.readiness().ready).toBe(false);
  expect(experts.report()).toContain(`embed: embed, 8192 tokens, at ${url}, up`);
  expect(lines.some((line) => line.includes('No model is configured'))).toBe(true);
});
