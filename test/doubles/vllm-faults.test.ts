import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { expect, onTestFinished, test } from 'vitest';
import type { Fault } from './vllm/behaviour.ts';
import { ask, chunksOf, clientOf, failure, HELLO, refusal, start, streamOf } from './vllm-client.ts';

const WORDS = () => 'one two six ten';

test.each<[string, Fault, object]>([
  ['context_overflow', { kind: 'context_overflow' }, { status: 400, param: 'input_tokens', code: 400 }],
  ['model_not_found', { kind: 'model_not_found' }, { status: 404, param: 'model', type: 'NotFoundError' }],
  ['unauthorized', { kind: 'unauthorized' }, { status: 401, error: 'Unauthorized' }],
  ['500', { kind: 'status', status: 500 }, { status: 500, type: 'InternalServerError' }],
  ['501', { kind: 'status', status: 501 }, { status: 501, type: 'NotImplementedError' }],
  ['503', { kind: 'status', status: 503 }, { status: 503, type: 'Service Unavailable' }],
  ['a page of a proxy', { kind: 'html' }, { status: 502, error: undefined }],
  ['a router in front', { kind: 'router', status: 404 }, { status: 404, error: expect.any(String) }],
])('answers %s as often as told, then as usual', async (_, fault, expected) => {
  const { vllm, client } = await start({ fault: { ...fault, times: 2 } });
  expect(await refusal(ask(client))).toMatchObject(expected);
  expect(await refusal(streamOf(client))).toMatchObject(expected);
  expect((await ask(client)).choices).toHaveLength(1);
  expect(vllm.faulted).toBe(2);
});

test('503 carries Retry-After only when told', async () => {
  const { vllm, client } = await start({ fault: { kind: 'status', status: 503, retryAfterS: 7 } });
  expect((await refusal(ask(client))).headers?.get('retry-after')).toBe('7');
  await vllm.set({ fault: { kind: 'status', status: 503 } });
  expect((await refusal(ask(client))).headers?.has('retry-after')).toBe(false);
});

test('faults strike generations only, unless paths are named, and one after the other', async () => {
  const { vllm, client } = await start({
    fault: [
      { kind: 'status', status: 503, times: 1 },
      { kind: 'status', status: 500, times: 1, paths: '*' },
    ],
  });
  expect((await refusal(ask(client))).status).toBe(503);
  expect((await fetch(`${vllm.root}/health`)).status).toBe(500);
  expect((await ask(client)).choices).toHaveLength(1);
});

test('down refuses connections, and up takes them again at the same address', async () => {
  const { vllm, client } = await start();
  await vllm.set({ down: true });
  const error = await failure(ask(client));
  expect(error).toBeInstanceOf(APIConnectionError);
  expect(String((error as { cause?: { cause?: unknown } }).cause?.cause)).toContain('ECONNREFUSED');
  await vllm.set({ down: false });
  expect((await ask(client)).choices).toHaveLength(1);
});

test('going down cuts what runs, and that is no abort by the client', async () => {
  const { vllm, client } = await start({ fault: { kind: 'hang' } });
  const request = failure(ask(client));
  await vllm.nextRequest();
  await vllm.set({ down: true });
  expect(await request).toBeInstanceOf(APIConnectionError);
  expect(vllm.aborted).toBe(0);
});

test('reset drops the connection without an answer', async () => {
  const { client } = await start({ fault: { kind: 'reset', times: 1 } });
  expect(await failure(ask(client))).toBeInstanceOf(APIConnectionError);
  expect((await ask(client)).choices).toHaveLength(1);
});

test('hang never answers, and whoever gives up is recorded', async () => {
  const { vllm, client } = await start({ fault: { kind: 'hang' } });
  const slow = client.withOptions({ timeout: 50 });
  expect(await failure(ask(slow))).toBeInstanceOf(APIConnectionTimeoutError);
  const abort = await vllm.nextAbort();
  expect(abort).toMatchObject({ tokens: 0, request: { path: '/v1/chat/completions' } });
});

/** Reads a stream to its end or failure. */
async function read(
  client: Parameters<typeof ask>[0],
): Promise<{ text: string; finish: string | null; error: unknown }> {
  let text = '';
  let finish: string | null = null;
  try {
    for await (const chunk of await streamOf(client)) {
      text += chunk.choices[0]?.delta.content ?? '';
      finish = chunk.choices[0]?.finish_reason ?? finish;
    }
    return { text, finish, error: null };
  } catch (error) {
    return { text, finish, error };
  }
}

test.each([1, 3])('a broken socket is an error after k tokens, in chunks of %i', async (tokensPerChunk) => {
  const { vllm, client } = await start({
    script: WORDS,
    tokensPerChunk,
    fault: { kind: 'break', afterTokens: 2 },
  });
  const { text, finish, error } = await read(client);
  expect([text, finish]).toEqual(['one two', null]);
  expect(error).toBeInstanceOf(Error);
  expect(vllm.aborted).toBe(0);
  expect(await failure(ask(client))).toBeInstanceOf(APIConnectionError);
});

test('an error inside a 200 reaches the client without a status', async () => {
  const { client } = await start({ script: WORDS, fault: { kind: 'stream_error', afterTokens: 1 } });
  const { text, error } = await read(client);
  expect(text).toBe('one');
  expect(error).toBeInstanceOf(APIError);
  expect((error as APIError).status).toBeUndefined();
  expect((error as APIError).type).toBe('InternalServerError');
  expect((await refusal(ask(client))).status).toBe(500);
});

test('a chunk that is no JSON is an error, and so is such a body', async () => {
  const { client } = await start({ script: WORDS, fault: { kind: 'bad_json', afterTokens: 1 } });
  const { text, error } = await read(client);
  expect(text).toBe('one');
  expect(error).toBeInstanceOf(SyntaxError);
  expect(await failure(ask(client))).toBeInstanceOf(Error);
});

test.each(['truncate', 'bad_sse'] as const)(
  'after %s the stream ends without finish_reason',
  async (kind) => {
    const { client } = await start({ script: WORDS, fault: { kind, afterTokens: 3 } });
    expect(await read(client)).toEqual({ text: 'one two six', finish: null, error: null });
  },
);

test('a stream that hangs after k tokens is aborted by the client', async () => {
  const { vllm, client } = await start({ script: WORDS, fault: { kind: 'hang', afterTokens: 2 } });
  const stop = new AbortController();
  for await (const chunk of await streamOf(client, {}, stop.signal)) {
    if (chunk.choices[0]?.delta.content === ' two') stop.abort();
  }
  expect(await vllm.nextAbort()).toMatchObject({ tokens: 2 });
});

test('a disconnect ends the generation and frees its slot, streamed or not', async () => {
  const { vllm, client } = await start({ tokenMs: 1, maxNumSeqs: 1, script: () => 'word '.repeat(50_000) });
  const stop = new AbortController();
  for await (const chunk of await streamOf(client, {}, stop.signal)) {
    if (chunk.choices[0]?.delta.content) stop.abort();
  }
  const streamed = await vllm.nextAbort();
  expect(streamed.tokens).toBeGreaterThan(0);
  expect(streamed.tokens).toBeLessThan(50_000);

  const stopWhole = new AbortController();
  const whole = failure(ask(client, {}, stopWhole.signal));
  await vllm.nextRequest();
  await vllm.nextRequest();
  stopWhole.abort();
  await whole;
  expect((await vllm.nextAbort()).afterMs).toBeGreaterThanOrEqual(0);
  expect(vllm.aborted).toBe(2);
  await vllm.set({ script: null });
  expect((await ask(client)).choices).toHaveLength(1);
  expect(vllm.running).toBe(0);
});

test('by default the queue is unbounded; with a limit on waiting and running the rest is shed with 503', async () => {
  const { vllm, client } = await start({ sleeping: true, maxNumSeqs: 1 });
  const parked = [ask(client), ask(client), ask(client)];
  for (const _ of parked) await vllm.nextRequest();
  await vllm.set({ maxQueued: 3, retryAfterS: 2 });
  expect(vllm.waiting).toBe(3);
  const shed = await refusal(ask(client));
  expect(shed.status).toBe(503);
  expect(shed.headers?.get('retry-after')).toBe('2');
  await vllm.set({ sleeping: false });
  expect(await Promise.all(parked)).toHaveLength(3);
});

test('a sleeping server parks requests, and opens streams without a token, until it wakes', async () => {
  const { vllm, client } = await start({ sleeping: true, script: WORDS });
  const stream = await streamOf(client);
  expect([vllm.waiting, vllm.running]).toEqual([1, 0]);
  await vllm.set({ sleeping: false });
  const chunks = await Array.fromAsync(stream);
  expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('stop');
});

test('who gives up while waiting leaves the queue', async () => {
  const { vllm, client } = await start({ sleeping: true });
  const stop = new AbortController();
  const request = failure(ask(client, {}, stop.signal));
  await vllm.nextRequest();
  stop.abort();
  await request;
  await vllm.nextAbort();
  expect(vllm.waiting).toBe(0);
});

test('where priority is switched on the lower number goes first, and the header overrides the body', async () => {
  const { vllm, client } = await start({ priorityScheduling: true, sleeping: true, maxNumSeqs: 1 });
  const order: string[] = [];
  const queue = async (name: string, priority: number, headers: Record<string, string> = {}) => {
    const waiting = vllm.waiting;
    const done = ask(client.withOptions({ defaultHeaders: headers }), { priority }).then(() =>
      order.push(name),
    );
    await vllm.nextRequest();
    await expect.poll(() => vllm.waiting, { interval: 1 }).toBe(waiting + 1);
    return { done };
  };
  const all = [
    await queue('late', 5),
    await queue('plain', 0),
    await queue('early', -5),
    await queue('first', 9, { 'x-vllm-priority': '-9' }),
  ];
  await vllm.set({ sleeping: false });
  await Promise.all(all.map(({ done }) => done));
  expect(order).toEqual(['first', 'early', 'plain', 'late']);
});

test('the first token and each further one take the time they are told to take', async () => {
  const { client } = await start({ firstTokenMs: 40, tokenMs: 10, script: WORDS });
  const from = performance.now();
  await chunksOf(client);
  // Never earlier; how much later is the machine's business. Five tokens with the end of turn.
  expect(performance.now() - from).toBeGreaterThanOrEqual(85);
});

test('as a process of its own it prints its address, can be steered and told from outside, and can be killed', async () => {
  const serve = join(import.meta.dirname, 'vllm/serve.ts');
  const child = spawn(process.execPath, [serve, '--options', JSON.stringify({ window: 2048 })], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [url] = (await once(createInterface(child.stdout), 'line')) as [string];
  const client = clientOf(url);
  expect((await client.models.list()).data[0]).toMatchObject({ max_model_len: 2048 });

  const root = url.replace('/v1', '');
  await fetch(`${root}/double/set`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ fault: { kind: 'status', status: 503, times: 1 } }),
  });
  expect((await refusal(ask(client))).status).toBe(503);
  const log = (await (await fetch(`${root}/double/log`)).json()) as { faulted: number; requests: unknown[] };
  expect(log).toMatchObject({ faulted: 1, aborts: [] });
  expect(log.requests).toMatchObject([{ path: '/v1/models' }, { path: '/v1/chat/completions', body: HELLO }]);

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await failure(ask(client))).toBeInstanceOf(APIConnectionError);
});
