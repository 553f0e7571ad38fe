import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEmbedder, type Embedder } from '../../../src/experts/openai/embeddings.ts';
import { embed } from '../../doubles/vllm/embeddings.ts';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';

const never = new AbortController().signal;
let vllm: VllmDouble;
let embedder: Embedder;

beforeEach(async () => {
  vllm = await startVllm({ models: [{ id: 'embed', root: 'BAAI/bge-m3', runner: 'pooling' }] });
  embedder = createEmbedder({ url: vllm.url, apiKey: null, model: null });
});

afterEach(() => vllm.close());

test('texts become vectors in their order, many in few requests', async () => {
  const texts = Array.from({ length: 130 }, (_, index) => `text ${index}`);
  const vectors = await embedder.embed(texts, never);
  expect(vectors).toHaveLength(130);
  expect([...(vectors[129] ?? [])]).toEqual([...Float32Array.from(embed('text 129'))]);
  const asked = vllm.requests.filter(({ path }) => path === '/v1/embeddings');
  expect(asked.map(({ body }) => (body as { input?: unknown[] }).input?.length)).toEqual([64, 64, 2]);
  expect(asked[0]?.body).toMatchObject({ model: 'embed' });
});

test('no text needs no server', async () => {
  await vllm.close();
  expect(await embedder.embed([], never)).toEqual([]);
});

test('a failure is told apart, and an abort is thrown as it was given', async () => {
  vllm.set({ fault: { kind: 'status', status: 503 } });
  await expect(embedder.embed(['a'], never)).rejects.toMatchObject({ code: 'overloaded' });
  const reason = new Error('stopped');
  await expect(embedder.embed(['a'], AbortSignal.abort(reason))).rejects.toBe(reason);
});
