import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { EmbeddedEngine } from '../../src/experts/embedded/engine.ts';
import type { GenerateEvent } from '../../src/experts/engine.ts';
import { createExperts } from '../../src/experts/experts.ts';
import type { Prepare } from '../../src/experts/pool.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import { startNllb } from '../doubles/nllb/server.ts';
import { startVllm, type VllmOptions } from '../doubles/vllm/server.ts';
import { memoryLog } from '../support/experts.ts';

const never = new AbortController().signal;
const prepare: Prepare = async () => ({ messages: [{ role: 'user', content: 'hi' }], maxTokens: 5_000 });

interface Setup {
  readonly urls?: Partial<Record<'general' | 'math' | 'translate', string>>;
  readonly embedded?: EmbeddedEngine;
  /** Long where text has to have begun by then. */
  readonly deadlineMs?: number;
}

function expertsWith({ urls = {}, embedded, deadlineMs = 2_000 }: Setup) {
  const endpoints = Object.entries(urls).map(([name, url]) => {
    const kind = name === 'translate' ? ('nllb' as const) : ('openai' as const);
    return [name, { urls: [url], model: null, profile: null, apiKey: null, kind }];
  });
  const experts = createExperts({
    config: { experts: Object.fromEntries(endpoints) },
    log: memoryLog().log,
    metrics: createMetrics(),
    embedded: embedded ?? null,
    patience: { deadlineMs },
  });
  onTestFinished(() => experts.close());
  return experts;
}

async function vllm(options: VllmOptions) {
  const server = await startVllm(options);
  onTestFinished(() => server.close());
  return server;
}

const endless = { tokenMs: 5, script: () => 'word '.repeat(5_000) };

async function failureOf(events: AsyncIterable<{ readonly type: string }>) {
  const seen: string[] = [];
  const error = await (async () => {
    for await (const { type } of events) seen.push(type);
  })().catch((thrown: unknown) => thrown);
  return { seen, error };
}

test('an answer without end is ended, at the server too', async () => {
  const server = await vllm(endless);
  const gone = server.nextAbort();
  const { error, seen } = await failureOf(
    expertsWith({ urls: { general: server.url } }).stream('general', prepare, never),
  );
  expect(seen).toContain('text');
  expect(error).toMatchObject({ code: 'broken_stream', endpoint: 'general' });
  await gone;
});

test('general, standing in for another, has only what is left of the turn', async () => {
  const math = await vllm({ fault: { kind: 'status', status: 500 } });
  const general = await vllm(endless);
  const experts = expertsWith({ urls: { math: math.url, general: general.url } });
  const { error, seen } = await failureOf(experts.stream('math', prepare, never));
  expect(seen.filter((type) => type === 'player')).toHaveLength(2);
  expect(error).toMatchObject({ code: 'broken_stream', endpoint: 'math' });
});

test('waiting for a first token counts, and nobody else is asked after the end', async () => {
  const math = await vllm({ fault: { kind: 'hang' } });
  const general = await vllm({});
  const experts = expertsWith({ urls: { math: math.url, general: general.url }, deadlineMs: 100 });
  const { error } = await failureOf(experts.stream('math', prepare, never));
  expect(error).toMatchObject({ code: 'timeout', endpoint: 'math' });
  expect(general.requests.filter(({ path }) => path === '/v1/chat/completions')).toEqual([]);
});

test('waiting for a server that said when to come back counts', async () => {
  const general = await vllm({ fault: { kind: 'status', status: 503, retryAfterS: 4 } });
  const experts = expertsWith({ urls: { general: general.url }, deadlineMs: 100 });
  const { error } = await failureOf(experts.stream('general', prepare, never));
  expect(error).toMatchObject({ code: 'timeout', endpoint: 'general' });
});

test('a translation by the sentence is under it', async () => {
  const nllb = await startNllb();
  onTestFinished(() => nllb.close());
  nllb.faults.push({ kind: 'hang' });
  const experts = expertsWith({ urls: { translate: nllb.url }, deadlineMs: 100 });
  const { error } = await failureOf(experts.stream('translate', prepare, never));
  expect(error).toMatchObject({ code: 'timeout', endpoint: 'translate' });
});

test('the embedded model is under it', async () => {
  const embedded: EmbeddedEngine = {
    name: 'embedded',
    embedded: true,
    start() {},
    status: () => ({ ready: true, detail: '', progress: null }),
    ready: async () => {},
    info: async () => ({ model: 'tiny', root: null, window: 2_048 }),
    forget() {},
    countTokens: async () => 1,
    async *generate(_, signal): AsyncGenerator<GenerateEvent> {
      yield { type: 'text', delta: 'word' };
      await once(signal, 'abort');
      throw signal.reason;
    },
    healthy: async () => true,
    close: async () => {},
  };
  const { error, seen } = await failureOf(
    expertsWith({ embedded, deadlineMs: 100 }).stream('general', prepare, never),
  );
  expect(seen).toContain('text');
  expect(error).toMatchObject({ code: 'broken_stream' });
});

test('a person who stops a turn is not told of a deadline', async () => {
  const server = await vllm(endless);
  const stop = new AbortController();
  const reason = new Error('stopped');
  const events = expertsWith({ urls: { general: server.url }, deadlineMs: 60_000 }).stream(
    'general',
    prepare,
    stop.signal,
  );
  const run = async () => {
    for await (const { type } of events) if (type === 'text') stop.abort(reason);
  };
  await expect(run()).rejects.toBe(reason);
});
