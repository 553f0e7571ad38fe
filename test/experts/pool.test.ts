import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ExpertError } from '../../src/experts/errors.ts';
import { createOpenAiEngine } from '../../src/experts/openai/client.ts';
import { createPool, leastBusy, type Pool, type Prepare } from '../../src/experts/pool.ts';
import { openai } from '../../src/experts/profiles/general.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { memoryLog } from '../support/experts.ts';

let one: VllmDouble;
let two: VllmDouble;
let pool: Pool;
const never = new AbortController().signal;
const prepare: Prepare = async () => ({ messages: [{ role: 'user', content: 'hi' }], maxTokens: 20 });

beforeEach(async () => {
  one = await startVllm({ script: () => 'one' });
  two = await startVllm({ script: () => 'two' });
  const engines = [one, two].map(({ url }) => createOpenAiEngine({ url, apiKey: null, model: null }));
  pool = createPool(engines, memoryLog().log, createMetrics(), () => openai);
});

afterEach(async () => {
  await one.close();
  await two.close();
});

async function ask(signal = never): Promise<string> {
  let text = '';
  for await (const event of pool.stream(prepare, signal)) if (event.type === 'text') text += event.delta;
  return text;
}

describe('a pool', () => {
  test('asks the endpoint with the fewest answers in flight', async () => {
    one.set({ tokenMs: 300 });
    const slow = ask();
    await expect.poll(() => one.running).toBe(1);
    expect(await ask()).toBe('two');
    expect(await slow).toBe('one');
  });

  test.each(['reset', 'status', 'stream_error', 'unauthorized'] as const)(
    'goes to the next endpoint when the first fails before its first token: %s',
    async (kind) => {
      one.set({ fault: { kind, times: 1 } });
      expect(await ask()).toBe('two');
    },
  );

  test('never repeats an answer that has begun', async () => {
    one.set({ tokenMs: 5, script: () => 'one by one', fault: { kind: 'break', afterTokens: 2 } });
    await expect(ask()).rejects.toMatchObject({ code: 'broken_stream' });
    expect(two.requests.filter(({ path }) => path === '/v1/chat/completions')).toEqual([]);
  });

  test('tries a single endpoint a second time when its connection is dropped', async () => {
    const engine = createOpenAiEngine({ url: one.url, apiKey: null, model: null });
    pool = createPool([engine], memoryLog().log, createMetrics(), () => openai);
    one.set({ fault: { kind: 'reset', times: 1 } });
    expect(await ask()).toBe('one');
  });

  test('counts an exact prompt for the endpoint whose estimate was refused', async () => {
    const seats: boolean[] = [];
    one.set({ fault: { kind: 'context_overflow', times: 1 } });
    const noting: Prepare = async (seat, signal) => {
      seats.push(seat.exact);
      return prepare(seat, signal);
    };
    for await (const event of pool.stream(noting, never)) if (event.type === 'end') break;
    expect(seats).toEqual([false, true]);
  });

  test('learns by probing which endpoints are up, and that one came back', async () => {
    await two.set({ down: true });
    await pool.probe(never);
    expect(pool.endpoints.map(({ state }) => state)).toEqual(['up', 'down']);
    await two.set({ down: false });
    await pool.probe(never);
    expect(pool.endpoints.map(({ state }) => state)).toEqual(['up', 'up']);
  });

  test('asks a server that came back anew what it serves: another model, a smaller window', async () => {
    await pool.probe(never);
    const port = Number(new URL(two.url).port);
    await two.close();
    await pool.probe(never);
    expect(pool.endpoints[1]).toMatchObject({ state: 'down', info: { window: 32_768 } });
    two = await startVllm({
      port,
      models: [{ id: 'main', root: 'Qwen/Qwen2.5-VL-7B-Instruct', window: 8_192 }],
    });
    await pool.probe(never);
    expect(pool.endpoints[1]).toMatchObject({
      state: 'up',
      info: { model: 'main', root: 'Qwen/Qwen2.5-VL-7B-Instruct', window: 8_192 },
    });
  });

  test.each([{ down: true }, { engineDead: true }])('learns that one that was up died: %o', async (death) => {
    await pool.probe(never);
    await two.set(death);
    await pool.probe(never);
    expect(pool.endpoints.map(({ state }) => state)).toEqual(['up', 'down']);
  });

  test('takes nobody for dead only because the process ends', async () => {
    await pool.probe(never);
    await pool.probe(AbortSignal.abort());
    expect(pool.endpoints.map(({ state }) => state)).toEqual(['up', 'up']);
  });

  test('does not report background work that gave way as a failure', async () => {
    const { lines, log } = memoryLog();
    const metrics = createMetrics();
    const engine = createOpenAiEngine({ url: one.url, apiKey: null, model: null });
    const gaveWay = new ExpertError('preempted', 'e', 'gave way to a person');
    // biome-ignore lint/correctness/useYield: it fails before it has anything to say
    const generate = async function* () {
      throw gaveWay;
    };
    pool = createPool([{ ...engine, generate }], log, metrics, () => openai);
    await expect(ask()).rejects.toBe(gaveWay);
    expect(lines).toEqual([]);
    expect((await metrics.expertErrors.get()).values).toEqual([]);
  });

  test('is free again when an answer is left in the middle', async () => {
    one.set({ tokenMs: 20, script: () => 'word '.repeat(100) });
    for await (const event of pool.stream(prepare, never)) if (event.type === 'text') break;
    expect(pool.endpoints.map(({ busy }) => busy)).toEqual([0, 0]);
  });

  test('prefers endpoints that are up, then unknown, then down; the first of equals', () => {
    const [a, b] = pool.endpoints;
    if (!a || !b) throw new Error('a pool of two');
    expect(leastBusy([a, b], new Set())).toBe(a);
    expect(leastBusy([{ ...a, state: 'down' }, b], new Set())).toBe(b);
    expect(leastBusy([{ ...a, busy: 1 }, b], new Set())).toBe(b);
    expect(leastBusy([{ ...a, busy: 1, state: 'up' }, b], new Set())).toMatchObject({ busy: 1 });
    expect(leastBusy([a, b], new Set([a]))).toBe(b);
  });
});
