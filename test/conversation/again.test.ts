import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Message } from '../../src/conversation/types.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, conversationParts } from '../support/experts.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { KEY, message, PIXEL } from '../support/turns.ts';

const never = new AbortController().signal;
const patience = { firstTokenMs: 1_500, stallMs: 1_000, metadataMs: 3_000 };
const isSummary = (body: unknown) => JSON.stringify(body).includes('Summarise the conversation');

let vllm: VllmDouble;
let parts: Awaited<ReturnType<typeof conversationParts>>;
let answers = 0;

beforeEach(async () => {
  answers = 0;
  vllm = await startVllm({
    window: 4096,
    script: (body) => (isSummary(body) ? 'A summary.' : `Answer ${++answers}.`),
  });
  parts = await conversationParts({ urls: { general: [vllm.url] }, patience });
});

afterEach(async () => {
  await parts.close();
  await vllm.close();
});

const run = (asked: Message) => collect(parts.ask(asked, never));
const say = (id: string, text: string, changes: Partial<Message> = {}) =>
  run(message(text, { id, ...changes }));

async function again(which: { id: string } | { by: string }, id: string, expert?: 'math'): Promise<Message> {
  const found = await parts.again(KEY, which, { id, ...(expert && { expert }) });
  if (found === null) throw new Error('there is nothing to ask again');
  return found;
}

async function stored() {
  return (await parts.turns(KEY))?.map(({ text, response }) => `${text} → ${response}`);
}

interface Prompt {
  readonly messages: { role: string; content: string }[];
  readonly temperature?: number;
}

function lastPrompt(): Prompt {
  const chat = vllm.requests.findLast(
    ({ path, body }) => path === '/v1/chat/completions' && !isSummary(body),
  );
  return chat?.body as unknown as Prompt;
}

const spoken = () =>
  lastPrompt().messages.flatMap(({ role, content }) => (role === 'system' ? [] : [content]));

describe('a turn that is answered again', () => {
  test('gives way to the new answer, and is not told to the model', async () => {
    await say('a', 'one');
    await say('b', 'two');
    await run(await again({ id: 'b' }, 'b2'));
    expect(spoken()).toEqual(['one', 'Answer 1.', 'two']);
    expect(await stored()).toEqual(['one → Answer 1.', 'two → Answer 3.']);
    await say('c', 'three');
    expect(spoken()).toEqual(['one', 'Answer 1.', 'two', 'Answer 3.', 'three']);
  });

  test('is found by its own id, by its message’s, by older ones of both, and by its author', async () => {
    const first = await say('a', 'one');
    const second = await run(await again({ id: first.receipt?.id ?? '' }, 'a2'));
    await run(await again({ id: 'a' }, 'a3'));
    const third = await run(await again({ by: 'u' }, 'a4'));
    for (const id of ['a', 'a2', 'a3', 'a4', first.receipt?.id, second.receipt?.id, third.receipt?.id]) {
      expect((await parts.findTurn(KEY, { id: id ?? '' }))?.response).toBe('Answer 4.');
    }
    expect(await parts.turns(KEY)).toHaveLength(1);
    expect(await parts.findTurn(KEY, { by: 'somebody else' })).toBeNull();
    expect(await parts.again(KEY, { id: 'unknown' }, { id: 'x' })).toBeNull();
  });

  test('may go to another expert', async () => {
    await say('a', 'one');
    const { receipt } = await run(await again({ id: 'a' }, 'a2', 'math'));
    expect(receipt).toMatchObject({ expert: 'math', route: { expert: 'math' } });
    expect(await parts.turns(KEY)).toMatchObject([{ expert: 'math' }]);
  });

  test('by the same expert is asked for another answer, also where it answers greedily', async () => {
    await say('a', 'one', { forced: 'math' });
    expect(lastPrompt().temperature).toBe(0);
    await run(await again({ id: 'a' }, 'a2'));
    expect(lastPrompt().temperature).toBeGreaterThan(0.5);
    await say('b', 'two', { forced: 'math', replaces: 'a' });
    expect(lastPrompt().temperature).toBe(0);
  });

  test('stays when the new answer fails', async () => {
    await say('a', 'one');
    vllm.set({ fault: { kind: 'status', status: 400 } });
    const failed = await say('a2', 'one, edited', { replaces: 'a' });
    vllm.set({ fault: null });
    expect(failed.error).not.toBeNull();
    expect(await stored()).toEqual(['one → Answer 1.']);
    const retried = await again({ by: 'u' }, 'a3');
    expect(retried).toMatchObject({ text: 'one, edited', replaces: 'a' });
    await run(retried);
    expect(await stored()).toEqual([expect.stringMatching(/^one, edited → /)]);
  });

  test('is shown, not answered a third time, when a crash came between', async () => {
    await say('a', 'one');
    const retry = await again({ id: 'a' }, 'a2');
    await run(retry);
    expect((await run(retry)).text).toBe('Answer 2.');
    expect(await stored()).toEqual(['one → Answer 2.']);
  });

  test('that nobody knows is a new turn', async () => {
    await say('a', 'one', { replaces: 'never seen' });
    expect(await stored()).toEqual(['one → Answer 1.']);
  });

  test('keeps its pictures for the new one', async () => {
    const eyes = await startVllm({
      models: [{ id: 'vl', root: 'Qwen/Qwen2.5-VL-7B-Instruct', vision: true }],
    });
    const own = await conversationParts({ urls: { general: [vllm.url], vision: [eyes.url] } });
    const attachments = [{ name: 'x.png', mime: 'image/png', data: PIXEL }];
    await collect(own.ask(message('what is it?', { id: 'a', attachments, forced: 'vision' }), never));
    const retry = await own.again(KEY, { id: 'a' }, { id: 'a2' });
    expect(retry).toMatchObject({ text: 'what is it?', attachments });
    await collect(own.ask(retry ?? message(''), never));
    const sent = eyes.requests.findLast(({ path }) => path === '/v1/chat/completions');
    expect(JSON.stringify(sent?.body)).toContain('image_url');
    await own.close();
    await eyes.close();
  });

  test('leaves files to the adapter that can fetch them, and text files in its words', async () => {
    const data = Buffer.from('a,b').toString('base64');
    const attachments = [{ name: 'x.csv', mime: 'text/csv', data }];
    await say('a', 'sum', { attachments, origin: { channel: 'C1' } });
    expect(await again({ id: 'a' }, 'a2')).toMatchObject({
      text: 'sum',
      attachments: [],
      origin: { channel: 'C1' },
    });
    await say('b', 'sum', { attachments });
    expect((await again({ id: 'b' }, 'b2')).text).toBe('sum\n\nx.csv:\n```\na,b\n```');
  });
});

describe('an edited message', () => {
  test('is answered in its own place, from what was said before it', async () => {
    await say('a', 'one');
    await say('b', 'two');
    await say('c', 'three');
    await say('b:edit', 'two, edited', { replaces: 'b' });
    expect(spoken()).toEqual(['one', 'Answer 1.', 'two, edited']);
    await say('d', 'four');
    expect(spoken()).toEqual([
      ...['one', 'Answer 1.', 'two, edited', 'Answer 4.', 'three', 'Answer 3.', 'four'],
    ]);
  });

  test('edited twice is one turn', async () => {
    await say('a', 'one');
    await say('a:1', 'one!', { replaces: 'a' });
    await say('a:2', 'one!!', { replaces: 'a' });
    expect(await stored()).toEqual(['one!! → Answer 3.']);
  });

  test('whose first answer was stopped takes its place', async () => {
    vllm.set({ tokenMs: 10, script: () => 'word '.repeat(1_000) });
    const stop = new AbortController();
    for await (const { event } of parts.ask(message('one', { id: 'a' }), stop.signal)) {
      if (event === 'text') stop.abort();
    }
    vllm.set({ tokenMs: 0, script: () => 'Whole.' });
    await say('a:1', 'one!', { replaces: 'a' });
    expect(spoken()).toEqual(['one!']);
    expect(await stored()).toEqual(['one! → Whole.']);
  });

  test('that a summary holds is answered without it, and the summary is made anew', async () => {
    for (let turn = 0; turn < 20; turn++) await say(`m${turn}`, `number ${turn}`);
    await expect.poll(async () => (await parts.contexts.load(KEY)).head.summary).not.toBeNull();
    await parts.settled();
    await say('m2:1', 'number 2, edited', { replaces: 'm2' });
    expect(spoken()).toEqual(['number 0', 'Answer 1.', 'number 1', 'Answer 2.', 'number 2, edited']);
    await parts.settled();
    const all = (await parts.turns(KEY))?.map(({ text }) => text);
    expect(all).toHaveLength(20);
    expect(all?.[2]).toBe('number 2, edited');
    await expect.poll(async () => (await parts.contexts.load(KEY)).head.summary).not.toBeNull();
    const summary = vllm.requests.findLast(({ body }) => isSummary(body));
    expect(JSON.stringify(summary?.body)).toContain('number 2, edited');
  });
});

describe('a deleted message', () => {
  test('leaves the context with its answer, wherever it stood', async () => {
    for (const name of ['a', 'b', 'c']) await say(name, `say ${name}`);
    expect(await parts.removeTurn(KEY, 'b')).toBe(true);
    expect(await parts.removeTurn(KEY, 'b')).toBe(false);
    expect((await parts.contexts.load(KEY)).head.counted).toBeNull();
    await say('d', 'say d');
    expect(spoken()).toEqual(['say a', 'Answer 1.', 'say c', 'Answer 3.', 'say d']);
    await parts.removeTurn(KEY, 'd');
    await say('e', 'say e');
    expect(spoken()).toEqual(['say a', 'Answer 1.', 'say c', 'Answer 3.', 'say e']);
    expect(await parts.turns(KEY)).toHaveLength(3);
  });

  test('takes the last word on who answers away', async () => {
    await say('a', 'one');
    await say('b', 'two', { forced: 'math' });
    await parts.removeTurn(KEY, 'b');
    expect((await parts.contexts.load(KEY)).head.lastExpert).toBe('general');
    await parts.removeTurn(KEY, 'a');
    expect((await parts.contexts.load(KEY)).head.lastExpert).toBeNull();
  });

  test('waits for its running turn, and leaves nothing of it', async () => {
    vllm.set({ tokenMs: 10, script: () => 'word '.repeat(1_000) });
    const stop = new AbortController();
    const events = parts.ask(message('one', { id: 'a' }), stop.signal);
    await events.next();
    const removed = parts.removeTurn(KEY, 'a');
    stop.abort();
    for await (const _ of events);
    expect(await removed).toBe(true);
    expect(await parts.turns(KEY)).toEqual(null);
    expect(await parts.again(KEY, { by: 'u' }, { id: 'x' })).toBeNull();
  });

  test('comes back through no summary', async () => {
    for (let turn = 0; turn < 20; turn++) await say(`m${turn}`, turn === 3 ? 'a secret' : `number ${turn}`);
    await expect.poll(async () => (await parts.contexts.load(KEY)).head.summary).not.toBeNull();
    await parts.settled();
    await parts.removeTurn(KEY, 'm3');
    const { head, live } = await parts.contexts.load(KEY);
    expect(head.summary).toBeNull();
    expect(JSON.stringify(live)).not.toContain('a secret');
    vllm.set({ script: (body) => JSON.stringify(body).slice(0, 2_000) });
    await parts.settled();
    for (const text of ['next', 'and next']) await say(text, text);
    await parts.settled();
    expect(JSON.stringify(await parts.contexts.load(KEY))).not.toContain('a secret');
  });

  test('under a summary that is being made is not in it either', async () => {
    for (let turn = 0; turn < 19; turn++) await say(`m${turn}`, `number ${turn}`);
    vllm.set({ firstTokenMs: 200 });
    await say('m19', 'number 19');
    await expect.poll(() => vllm.running).toBe(1);
    await parts.removeTurn(KEY, 'm1');
    await parts.settled();
    expect((await parts.contexts.load(KEY)).head).toMatchObject({ summary: null, from: 0 });
    expect(parts.lines.some((line) => line.includes('"written":false'))).toBe(true);
  });
});

describe('a message that failed', () => {
  test('can be tried again, and is the latest of its author until something succeeds', async () => {
    await say('a', 'one');
    vllm.set({ fault: { kind: 'status', status: 400 } });
    expect((await say('b', 'two')).error).not.toBeNull();
    vllm.set({ fault: null });
    const retry = await again({ by: 'u' }, 'b2');
    expect(retry).toMatchObject({ id: 'b2', text: 'two', replaces: 'b' });
    expect(await again({ id: 'b' }, 'b3', 'math')).toMatchObject({ text: 'two', forced: 'math' });
    await run(retry);
    expect(await stored()).toEqual(['one → Answer 1.', 'two → Answer 2.']);
    expect(await again({ by: 'u' }, 'b4')).toMatchObject({ text: 'two', replaces: 'b2' });
  });

  test('and was deleted cannot', async () => {
    vllm.set({ fault: { kind: 'status', status: 400 } });
    await say('a', 'one');
    expect(await parts.removeTurn(KEY, 'a')).toBe(true);
    expect(await parts.again(KEY, { by: 'u' }, { id: 'b' })).toBeNull();
    await say('b', 'two');
    await parts.forget(KEY);
    expect(await parts.again(KEY, { by: 'u' }, { id: 'c' })).toBeNull();
  });

  test('because of its own words is not offered again', async () => {
    expect((await say('a', '   ')).error?.code).toBe('bad_request');
    expect(await parts.again(KEY, { by: 'u' }, { id: 'b' })).toBeNull();
  });
});

test('turns answered again and removed stay so after a restart', async () => {
  const storeUrl = `sqlite:${join(tempFolder(), 'store.db')}`;
  const before = await conversationParts({ urls: { general: [vllm.url] }, storeUrl });
  for (const id of ['a', 'b', 'c']) await collect(before.ask(message(`say ${id}`, { id }), never));
  const retry = await before.again(KEY, { id: 'a' }, { id: 'a2' });
  await collect(before.ask(retry ?? message(''), never));
  await before.removeTurn(KEY, 'b');
  await before.changeSettings(KEY, { persona: 'You are a pirate.' });
  await before.close();
  const after = await conversationParts({ urls: { general: [vllm.url] }, storeUrl });
  expect(await after.findTurn(KEY, { id: 'a' })).toMatchObject({ messageId: 'a2', response: 'Answer 4.' });
  await collect(after.ask(message('say d', { id: 'd' }), never));
  expect(spoken()).toEqual(['say a', 'Answer 4.', 'say c', 'Answer 3.', 'say d']);
  expect(lastPrompt().messages[0]?.content).toContain('pirate');
  await after.close();
});
