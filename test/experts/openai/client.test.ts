import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Engine, GenerateEvent } from '../../../src/experts/engine.ts';
import { createOpenAiEngine } from '../../../src/experts/openai/client.ts';
import type { Fault } from '../../doubles/vllm/behaviour.ts';
import { startVllm, type VllmDouble } from '../../doubles/vllm/server.ts';

let vllm: VllmDouble;
let engine: Engine;
const never = new AbortController().signal;
const messages = [{ role: 'user', content: 'hello there' }] as const;
const request = { messages, maxTokens: 50 };

beforeEach(async () => {
  vllm = await startVllm({
    window: 4096,
    promptTokensDetails: true,
    script: () => 'one two three four five',
  });
  const patience = { firstTokenMs: 1_500, stallMs: 1_000, metadataMs: 3_000 };
  engine = createOpenAiEngine({ url: vllm.url, apiKey: null, model: null, patience });
});

afterEach(() => vllm.close());

async function generate(signal = never): Promise<{ text: string; end: GenerateEvent | undefined }> {
  const events: GenerateEvent[] = [];
  for await (const event of engine.generate(request, signal)) events.push(event);
  const text = events.map((event) => (event.type === 'text' ? event.delta : '')).join('');
  return { text, end: events.at(-1) };
}

describe('an endpoint', () => {
  test('tells its model and window', async () => {
    expect(await engine.info(never)).toMatchObject({ model: 'double/chat-7b', window: 4096 });
  });

  test('streams an answer and its usage', async () => {
    const { text, end } = await generate();
    expect(text).toBe('one two three four five');
    expect(end).toMatchObject({ type: 'end', finish: 'stop' });
    const counted = await engine.countTokens(messages, never);
    expect(end).toMatchObject({ usage: { prompt_tokens: counted } });
  });

  test('says when the output limit cut the answer', async () => {
    vllm.set({ script: () => ({ text: 'one two', finish: 'length' }) });
    expect((await generate()).end).toMatchObject({ finish: 'length' });
  });

  test('counts tokens at the server’s root', async () => {
    const tokens = await engine.countTokens([{ role: 'user', content: 'a much longer question' }], never);
    expect(tokens).toBeGreaterThan(await engine.countTokens([{ role: 'user', content: 'a' }], never));
    expect(vllm.requests.some(({ path }) => path === '/tokenize')).toBe(true);
  });

  test('falls back to an upper bound where the server cannot count', async () => {
    const exact = await engine.countTokens(messages, never);
    vllm.set({ fault: { kind: 'status', status: 404, paths: ['/tokenize'] } });
    expect(await engine.countTokens(messages, never)).toBeGreaterThanOrEqual(exact);
  });

  test('is asked for a JSON schema the standard way', async () => {
    const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };
    vllm.set({ script: null });
    const events: string[] = [];
    for await (const event of engine.generate({ ...request, json: schema }, never)) {
      if (event.type === 'text') events.push(event.delta);
    }
    expect(JSON.parse(events.join(''))).toHaveProperty('a');
  });

  test('aborts at the server when the signal aborts', async () => {
    vllm.set({ tokenMs: 20, script: () => 'word '.repeat(500) });
    const stop = new AbortController();
    const gone = vllm.nextAbort();
    const stream = engine.generate(request, stop.signal)[Symbol.asyncIterator]();
    await stream.next();
    stop.abort(new Error('stopped by the test'));
    await expect(stream.next()).rejects.toThrow('stopped by the test');
    await gone;
  });

  test('aborts at the server when the consumer leaves', async () => {
    vllm.set({ tokenMs: 20, script: () => 'word '.repeat(500) });
    const gone = vllm.nextAbort();
    for await (const event of engine.generate(request, never)) if (event.type === 'text') break;
    await gone;
  });

  test('is healthy, or not, and never throws about it', async () => {
    expect(await engine.healthy(never)).toBe(true);
    vllm.set({ engineDead: true });
    expect(await engine.healthy(never)).toBe(false);
    await vllm.close();
    expect(await engine.healthy(never)).toBe(false);
  });
});

describe('what goes wrong before the first token', () => {
  const cases: readonly [string, Fault, object][] = [
    ['a dropped connection', { kind: 'reset' }, { code: 'unreachable' }],
    ['no answer at all', { kind: 'hang' }, { code: 'timeout' }],
    ['no token after the headers', { kind: 'hang', afterTokens: 0 }, { code: 'timeout' }],
    ['a prompt over the window', { kind: 'context_overflow' }, { code: 'context_overflow', window: 4096 }],
    ['an unknown model', { kind: 'model_not_found' }, { code: 'model_not_found' }],
    ['a refused key', { kind: 'unauthorized' }, { code: 'unauthorized' }],
    ['overload', { kind: 'status', status: 503, retryAfterS: 2 }, { code: 'overloaded', retryAfterMs: 2000 }],
    ['too many requests', { kind: 'status', status: 429 }, { code: 'overloaded', retryAfterMs: null }],
    ['a failing server', { kind: 'status', status: 500 }, { code: 'server_error' }],
    ['a refused request', { kind: 'status', status: 400 }, { code: 'refused' }],
    ['an unsupported API', { kind: 'status', status: 501 }, { code: 'server_error' }],
    ['a proxy’s error page', { kind: 'html' }, { code: 'server_error', status: 502 }],
    ['a router’s own error shape', { kind: 'router' }, { code: 'overloaded' }],
    ['an error inside a 200', { kind: 'stream_error' }, { code: 'server_error' }],
    ['an empty stream', { kind: 'truncate' }, { code: 'server_error' }],
    ['a chunk that is no JSON', { kind: 'bad_json' }, { code: 'server_error' }],
    ['lines that are no events', { kind: 'bad_sse' }, { code: 'server_error' }],
  ];
  test.each(cases)('%s is told apart', async (_, fault, expected) => {
    await engine.info(never);
    vllm.set({ fault });
    await expect(generate()).rejects.toMatchObject({ name: 'ExpertError', ...expected });
  });

  test('a server that is down is unreachable, and is asked anew once it is back', async () => {
    vllm.set({ down: true });
    await expect(generate()).rejects.toMatchObject({ code: 'unreachable' });
    vllm.set({ down: false });
    await expect.poll(async () => (await generate().catch(() => null))?.text).toBe('one two three four five');
  });

  test('a configured name that is not served is said with the names that are', async () => {
    engine = createOpenAiEngine({ url: vllm.url, apiKey: null, model: 'other' });
    await expect(engine.info(never)).rejects.toThrow(/serves double\/chat-7b, not other/);
  });
});

describe('what goes wrong in mid-answer', () => {
  const kinds = ['break', 'truncate', 'stream_error', 'bad_json', 'hang'] as const;
  test.each(kinds)('%s is a broken stream', async (kind) => {
    vllm.set({ fault: { kind, afterTokens: 2 } });
    await expect(generate()).rejects.toMatchObject({ code: 'broken_stream' });
  });
});

test('no error holds the key or the message’s words', async () => {
  const secret = 'sk-very-secret-key';
  const guarded = await startVllm({ apiKey: 'another' });
  engine = createOpenAiEngine({ url: guarded.url, apiKey: secret, model: 'm' });
  const error = await engine.info(never).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'unauthorized' });
  expect(String(error)).not.toContain(secret);
  await guarded.close();
});
