import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../doubles/vllm/behaviour.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { KEY, message, PIXEL } from '../support/turns.ts';

let vllm: VllmDouble;
let parts: Awaited<ReturnType<typeof conversationParts>>;
const never = new AbortController().signal;
// Long enough for a busy machine, short enough to wait for.
const patience = { firstTokenMs: 1_500, stallMs: 1_000, metadataMs: 3_000 };

beforeEach(async () => {
  vllm = await startVllm({ window: 4096, script: () => 'The answer.' });
  parts = await conversationParts({ urls: { general: [vllm.url] }, patience });
});

afterEach(async () => {
  await parts.close();
  await vllm.close();
});

const ask = (text: string, changes = {}) => collect(parts.ask(message(text, changes), never));

interface Prompt {
  readonly messages: { role: string; content: string }[];
}

function prompts(): Prompt[] {
  const chats = vllm.requests.filter(({ path }) => path === '/v1/chat/completions');
  return chats.map(({ body }) => body as unknown as Prompt);
}

describe('a turn', () => {
  test('yields the route, the text and the receipt', async () => {
    const { events, receipt } = await ask('hello');
    expect(events[0]?.event).toBe('route');
    expect(receipt).toMatchObject({
      conversation: KEY,
      response: 'The answer.',
      model_used: 'double/chat-7b',
      expert: 'general',
      finish: 'stop',
      degraded: null,
    });
    expect(receipt?.usage.prompt_tokens).toBeGreaterThan(0);
    expect(receipt?.latency_ms.first_token).not.toBeNull();
  });

  test('remembers the conversation', async () => {
    await ask('my name is Ann');
    await ask('what is my name?');
    expect(
      prompts()[1]
        ?.messages.map(({ content }) => content)
        .slice(1),
    ).toEqual(['my name is Ann', 'The answer.', 'what is my name?']);
  });

  test('asks the general model with the expert’s instructions where the expert has no endpoint', async () => {
    const { receipt } = await ask('/math 2+2');
    expect(receipt).toMatchObject({ expert: 'math', degraded: null, model_used: 'double/chat-7b' });
    expect(prompts()[0]?.messages.at(-1)?.content).toContain('\\boxed{}');
  });

  test('turns of one conversation run one after the other, each with the answer before it', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((text) => ask(text)));
    expect(answers.every(({ error }) => error === null)).toBe(true);
    const last = prompts()
      .at(-1)
      ?.messages.filter(({ role }) => role === 'user');
    expect(last?.map(({ content }) => content)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a message that is run again after a crash shows the answer that stands', async () => {
    const same = message('hello');
    await collect(parts.ask(same, never));
    const again = await collect(parts.ask(same, never));
    expect(again.text).toBe('The answer.');
    expect(prompts()).toHaveLength(1);
    expect(await parts.turns(KEY)).toHaveLength(1);
  });

  test('text files of the message reach the model, fenced', async () => {
    const data = Buffer.from('a,b\n1,2').toString('base64');
    await ask('sum it up', { attachments: [{ name: 'data.csv', mime: 'text/csv', data }] });
    expect(prompts()[0]?.messages.at(-1)?.content).toBe('sum it up\n\ndata.csv:\n```\na,b\n1,2\n```');
  });

  test('a picture without anybody who can see it is said, not guessed at', async () => {
    const attachments = [{ name: 'x.png', mime: 'image/png', data: 'AAAA' }];
    const { error } = await ask('what is it?', { attachments, forced: 'vision' });
    expect(error?.message).toContain('EXPERT_VISION_URL');
    expect(prompts()).toHaveLength(0);
  });
});

describe('a long answer', () => {
  test('may have 8,192 tokens where the window is 32K', async () => {
    const large = await startVllm({ window: 32_768, script: () => 'x' });
    const both = await conversationParts({ urls: { general: [large.url] }, patience });
    await collect(both.ask(message('write a book'), never));
    const sent = large.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;
    expect(sent).toMatchObject({ max_tokens: 8192 });
    await both.close();
    await large.close();
  });

  test('that was cut by the limit says so, and goes on when asked', async () => {
    vllm.set({ script: () => ({ text: 'first half', finish: 'length' }) });
    expect((await ask('tell it all')).receipt?.finish).toBe('length');
    vllm.set({ script: () => 'second half' });
    expect((await ask('go on')).receipt?.response).toBe('second half');
    expect(
      prompts()[1]
        ?.messages.map(({ content }) => content)
        .slice(1),
    ).toEqual(['tell it all', 'first half', 'go on']);
  });
});

describe('a stopped turn', () => {
  const endless = { tokenMs: 10, script: () => 'word '.repeat(1_000) };

  test('keeps what was written, marked as stopped, and the model is stopped', async () => {
    vllm.set(endless);
    const stop = new AbortController();
    const gone = vllm.nextAbort();
    const events = parts.ask(message('go'), stop.signal);
    for await (const event of events) if (event.event === 'text') stop.abort();
    await gone;
    const turns = await parts.turns(KEY);
    expect(turns).toMatchObject([{ text: 'go', stopped: true }]);
    expect(turns?.[0]?.response).toContain('word');
  });

  test('is kept as well when the consumer just leaves, and the lock is free again', async () => {
    vllm.set(endless);
    const gone = vllm.nextAbort();
    for await (const event of parts.ask(message('go'), never)) if (event.event === 'text') break;
    await gone;
    vllm.set({ tokenMs: 0, script: () => 'The answer.' });
    const next = await ask('go on');
    expect(next.receipt?.response).toBe('The answer.');
    expect(prompts()[1]?.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
  });

  test('that was waiting for its turn had said so, and leaves nothing behind', async () => {
    vllm.set(endless);
    const first = new AbortController();
    const running = collect(parts.ask(message('one'), first.signal));
    await expect.poll(() => prompts().length).toBe(1);
    const second = new AbortController();
    const waiting = collect(parts.ask(message('two'), second.signal));
    second.abort();
    expect((await waiting).events).toEqual([{ event: 'queue', data: { position: 1 } }]);
    first.abort();
    await running;
    expect(await parts.turns(KEY)).toMatchObject([{ text: 'one' }]);
  });

  test('does not make the next prompt look smaller than it is', async () => {
    await ask('talk about this '.repeat(550));
    vllm.set({ ...endless, tokenMs: 1 });
    let deltas = 0;
    for await (const { event } of parts.ask(message('stop me now '.repeat(200)), never)) {
      if (event === 'text' && ++deltas > 100) break;
    }
    vllm.set({ tokenMs: 0, script: () => 'The answer.' });
    // Alone it fits, and its bytes show it; together with what was said before it does not.
    expect((await ask('talk about this '.repeat(180))).receipt?.response).toBe('The answer.');
    expect(parts.lines.filter((line) => line.includes('context_overflow'))).toEqual([]);
  });

  test('is counted as stopped, whether it was aborted or left', async () => {
    vllm.set(endless);
    const stop = new AbortController();
    for await (const { event } of parts.ask(message('abort'), stop.signal))
      if (event === 'text') stop.abort();
    for await (const { event } of parts.ask(message('leave'), never)) if (event === 'text') break;
    const { values } = await parts.metrics.turns.get();
    expect(values).toMatchObject([{ labels: { outcome: 'stopped' }, value: 2 }]);
  });

  test('is answered anew when its message is run again, in the same place', async () => {
    vllm.set(endless);
    const same = message('go');
    for await (const event of parts.ask(same, never)) if (event.event === 'text') break;
    vllm.set({ tokenMs: 0, script: () => 'The whole answer.' });
    await collect(parts.ask(same, never));
    expect(await parts.turns(KEY)).toMatchObject([{ response: 'The whole answer.', stopped: false }]);
    expect(prompts()[1]?.messages).toHaveLength(2);
  });
});

describe('when the server fails, the person gets a sentence, the operator a line, the conversation goes on', () => {
  const faults: readonly [string, Fault, RegExp][] = [
    ['down', { kind: 'reset' }, /can’t be reached/],
    ['slow', { kind: 'hang' }, /did not answer in time/],
    ['length', { kind: 'context_overflow' }, /too long/],
    ['model gone', { kind: 'model_not_found' }, /not being served/],
    ['full', { kind: 'status', status: 503 }, /busy/],
    ['failing', { kind: 'status', status: 500 }, /failed/],
    ['key', { kind: 'unauthorized' }, /refused our key/],
    ['refusing', { kind: 'status', status: 400 }, /refused this request/],
    ['error in 200', { kind: 'stream_error' }, /failed/],
    ['broken', { kind: 'break', afterTokens: 2 }, /broke off/],
    ['error in mid-stream', { kind: 'stream_error', afterTokens: 1 }, /broke off/],
    ['stalled', { kind: 'hang', afterTokens: 1 }, /broke off/],
  ];

  test.each(faults)('%s', async (_, fault, sentence) => {
    await ask('before');
    // A token has to be on its way before the connection breaks.
    vllm.set({ fault, tokenMs: 5 });
    const failed = await ask('a secret question');
    expect(failed.error?.message).toMatch(sentence);
    const warned = parts.lines.filter((line) => line.includes('"level":40') && line.includes(vllm.url));
    expect(warned.length).toBeGreaterThan(0);
    expect(parts.lines.join('')).not.toContain('a secret question');

    vllm.set({ fault: null });
    expect((await ask('after')).receipt?.response).toBe('The answer.');
    const said = prompts()
      .at(-1)
      ?.messages.map(({ content }) => content);
    expect(said).toEqual(expect.arrayContaining(['before', 'The answer.', 'after']));
  });

  test('what was written before a break is part of the conversation', async () => {
    vllm.set({ tokenMs: 5, fault: { kind: 'break', afterTokens: 2, times: 1 } });
    const broken = await ask('count');
    expect(broken.text).toMatch(/^The/);
    await ask('go on');
    expect(prompts()[1]?.messages[2]).toEqual({ role: 'assistant', content: broken.text });
  });

  test('a Chinese message gets a Chinese sentence', async () => {
    vllm.set({ fault: { kind: 'reset' } });
    expect((await ask('你好')).error?.message).toContain('连接不上模型');
  });

  test('Retry-After of a full server is waited for, once', async () => {
    vllm.set({ fault: { kind: 'status', status: 503, retryAfterS: 0, times: 1 } });
    expect((await ask('hello')).receipt?.response).toBe('The answer.');
  });

  test('another model under the same URL is found after a 404', async () => {
    vllm.set({ fault: { kind: 'model_not_found', times: 1 } });
    expect((await ask('hello')).receipt?.response).toBe('The answer.');
  });
});

describe('bad input', () => {
  test.each(['', ' \n\t ', '\u0000\u0001'])('%j gets a word, and the model is not asked', async (text) => {
    const { error } = await ask(text);
    expect(error).toMatchObject({ code: 'bad_request', param: 'text' });
    expect(prompts()).toHaveLength(0);
  });

  test('ill-formed Unicode and control characters arrive well-formed', async () => {
    await ask('a\ud800b\u0000c\r\nd\x1b[31m');
    expect(prompts()[0]?.messages.at(-1)?.content).toBe('a\ufffdbc\nd[31m');
  });

  test('a message of a megabyte is refused with its size', async () => {
    const { error } = await ask('many words '.repeat(100_000));
    expect(error).toMatchObject({ code: 'context_length_exceeded' });
    expect(error?.message).toMatch(/\d{5,} tokens.*4032/);
  });

  test('a file that nobody can read is named', async () => {
    const data = Buffer.from([0, 255, 1]).toString('base64');
    const { error } = await ask('what?', { attachments: [{ name: 'x.bin', mime: 'text/plain', data }] });
    expect(error?.message).toContain('x.bin');
  });
});

describe('experts with endpoints of their own', () => {
  test('general stands in for one that is down, and the receipt says so', async () => {
    const math = await startVllm({ models: ['math-7b'] });
    const both = await conversationParts({ urls: { general: [vllm.url], math: [math.url] }, patience });
    const before = await collect(both.ask(message('/math 1+1'), never));
    expect(before.receipt).toMatchObject({ model_used: 'math-7b', expert: 'math', degraded: null });
    await math.close();
    const after = await collect(both.ask(message('/math 2+2'), never));
    expect(after.receipt).toMatchObject({
      expert: 'general',
      route: { expert: 'math' },
      degraded: { wanted: 'math', reason: 'math is down; general answered' },
    });
    expect(both.experts.statuses().find(({ name }) => name === 'math')?.state).toBe('down');
    await both.close();
  });

  test('a message too long for a small expert goes to general', async () => {
    const math = await startVllm({ models: ['math-7b'], window: 512 });
    const both = await conversationParts({ urls: { general: [vllm.url], math: [math.url] }, patience });
    const { receipt } = await collect(both.ask(message(`/math ${'add 17 and 4; '.repeat(120)}`), never));
    expect(receipt).toMatchObject({ expert: 'general', degraded: { wanted: 'math' } });
    await both.close();
    await math.close();
  });

  test('a picture is looked at by vision, whoever was asked for', async () => {
    const eyes = await startVllm({ models: [{ id: 'eyes', vision: true }], script: () => 'A cat.' });
    const both = await conversationParts({ urls: { general: [vllm.url], vision: [eyes.url] }, patience });
    const attachments = [{ name: 'x.png', mime: 'Image/PNG', data: PIXEL }];
    const { receipt } = await collect(both.ask(message('what?', { attachments, forced: 'code' }), never));
    expect(receipt).toMatchObject({
      expert: 'vision',
      response: 'A cat.',
      degraded: { wanted: 'code', reason: 'code cannot see pictures; vision answered' },
    });
    await both.close();
    await eyes.close();
  });

  test('a picture that is none is refused kindly, and the model is not asked', async () => {
    const eyes = await startVllm({ models: [{ id: 'eyes', vision: true }] });
    const both = await conversationParts({ urls: { general: [vllm.url], vision: [eyes.url] }, patience });
    const attachments = [{ name: 'x.png', mime: 'image/png', data: 'AAAA' }];
    const { error } = await collect(both.ask(message('what?', { attachments, forced: 'vision' }), never));
    expect(error).toMatchObject({ code: 'bad_request', param: 'attachments' });
    expect(eyes.requests.filter(({ path }) => path.endsWith('/completions'))).toEqual([]);
    await both.close();
    await eyes.close();
  });

  test('what a small expert had to leave out does not make general summarise early', async () => {
    const math = await startVllm({
      models: [{ id: 'm', root: 'deepseek-ai/deepseek-math-7b' }],
      window: 600,
    });
    const both = await conversationParts({ urls: { general: [vllm.url], math: [math.url] }, patience });
    math.set({ script: () => 'step by step '.repeat(60) });
    for (const text of ['1+1', '2+2', '3+3']) {
      const { receipt } = await collect(both.ask(message(`/math ${text}`), never));
      expect(receipt?.degraded).toBeNull();
    }
    await both.settled();
    expect((await both.contexts.load(KEY)).head.summary).toBeNull();
    await both.close();
    await math.close();
  });

  test('a fenced answer that is stopped has its fence closed', async () => {
    const root = 'bigcode/starcoder2-7b';
    const code = await startVllm({ models: [{ id: 'c', root, chatTemplate: false }], tokenMs: 10 });
    code.set({ script: () => ' f():\n'.repeat(200) });
    const both = await conversationParts({ urls: { general: [vllm.url], code: [code.url] }, patience });
    let texts = 0;
    for await (const { event } of both.ask(message('/code f'), never)) {
      if (event === 'text' && ++texts > 2) break;
    }
    const [turn] = (await both.turns(KEY)) ?? [];
    expect(turn?.response).toMatch(/^```python\ndef f[^`]*\n```$/);
    await both.close();
    await code.close();
  });

  test('the second endpoint answers when the first is down', async () => {
    const other = await startVllm({ script: () => 'from the other' });
    const two = await conversationParts({ urls: { general: [vllm.url, other.url] }, patience });
    await vllm.close();
    for (const text of ['a', 'b', 'c']) {
      const { receipt } = await collect(two.ask(message(text), never));
      expect(receipt).toMatchObject({ response: 'from the other', degraded: null });
    }
    await two.close();
    await other.close();
  });
});

describe('a long conversation', () => {
  test('never overflows the window, folds old turns into a summary, and loses none', async () => {
    const isSummary = (body: unknown) => JSON.stringify(body).includes('Summarise the conversation');
    vllm.set({
      script: (body) => (isSummary(body) ? 'They counted.' : 'a fairly long answer '.repeat(30)),
    });
    for (let turn = 0; turn < 40; turn++) {
      const { error } = await ask(`question ${turn} ${'with some more words '.repeat(10)}`);
      expect(error).toBeNull();
    }
    expect(parts.lines.filter((line) => line.includes('context_overflow'))).toEqual([]);
    await expect.poll(() => prompts().some((prompt) => isSummary(prompt))).toBe(true);
    const { head } = await parts.contexts.load(KEY);
    expect(head.summary).toBe('They counted.');
    expect(await parts.turns(KEY)).toHaveLength(40);
    const { messages } = prompts().findLast((prompt) => !isSummary(prompt)) ?? { messages: [] };
    expect(messages[0]?.content).toContain('They counted.');
  });
});
