import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversationKey } from '../../src/conversation/key.ts';
import type { SettingsChange } from '../../src/conversation/settings.ts';
import type { Router } from '../../src/routing/types.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, conversationParts, plainRouter } from '../support/experts.ts';
import { KEY, message } from '../support/turns.ts';

const OTHER = conversationKey('api', 'test', 'two');
const PIRATE = 'You are a pirate.';
const never = new AbortController().signal;

/** Obeys a pin, and else goes by name. */
const router: Router = async (question, signal) => {
  const { pinned } = question.state;
  return plainRouter({ ...question, forced: question.forced ?? pinned }, signal);
};

let vllm: VllmDouble;
let parts: Awaited<ReturnType<typeof conversationParts>>;

beforeEach(async () => {
  vllm = await startVllm({ window: 4096, script: () => 'The answer.' });
  parts = await conversationParts({ urls: { general: [vllm.url] }, router });
});

afterEach(async () => {
  await parts.close();
  await vllm.close();
});

const ask = (text: string, changes = {}) => collect(parts.ask(message(text, changes), never));
const set = (change: SettingsChange) => parts.changeSettings(KEY, change);

interface Prompt {
  readonly messages: { role: string; content: string }[];
  readonly temperature?: number;
  readonly max_tokens: number;
}

const isSummary = (body: unknown) => JSON.stringify(body).includes('Summarise the conversation');

function prompts(server = vllm): Prompt[] {
  const chats = server.requests.filter(
    ({ path, body }) => path === '/v1/chat/completions' && !isSummary(body),
  );
  return chats.map(({ body }) => body as unknown as Prompt);
}

const lastPrompt = (): Prompt => prompts().at(-1) ?? { messages: [], max_tokens: 0 };
const systemOf = ({ messages }: Prompt) => messages.find(({ role }) => role === 'system')?.content;
const questionOf = ({ messages }: Prompt) => messages.at(-1)?.content;

describe('a persona', () => {
  test('is who the model is, with all else it is told', async () => {
    await ask('hello');
    const usual = systemOf(lastPrompt());
    await set({ persona: PIRATE });
    await ask('hello');
    const system = systemOf(lastPrompt()) ?? '';
    expect(usual).toContain('You are Switchboard');
    expect(system).toContain(PIRATE);
    expect(system).not.toContain('You are Switchboard');
    expect(system).toContain('in Markdown');
  });

  test('reaches no other conversation', async () => {
    await set({ persona: PIRATE });
    await ask('hello', { conversation: OTHER });
    expect(JSON.stringify(lastPrompt())).not.toContain('pirate');
  });

  test('stays when the conversation is forgotten, until it is taken back', async () => {
    await set({ persona: PIRATE });
    await ask('hello');
    await parts.forget(KEY);
    await ask('hello');
    expect(systemOf(lastPrompt())).toContain(PIRATE);
    await set({ persona: null });
    await ask('hello');
    expect(systemOf(lastPrompt())).not.toContain(PIRATE);
  });

  test('keeps the beginning of every prompt the same, and what the server counted', async () => {
    await set({ persona: PIRATE });
    for (const text of ['one', 'two', 'three']) await ask(text);
    const [, second, third] = prompts();
    expect(third?.messages.slice(0, second?.messages.length)).toEqual(second?.messages);
    const { counted } = (await parts.contexts.load(KEY)).head;
    await set({ persona: 'You are a very different person.' });
    await ask('four');
    const after = (await parts.contexts.load(KEY)).head.counted;
    expect(after?.model).not.toBe(counted?.model);
  });

  test('that makes the prompt longer than the count before it never overruns the window', async () => {
    const small = await startVllm({ window: 1024, script: () => 'word '.repeat(200) });
    const own = await conversationParts({ urls: { general: [small.url] } });
    for (const text of ['a', 'b']) await collect(own.ask(message(text), never));
    await own.changeSettings(KEY, { persona: '人设 '.repeat(200) });
    const { error, receipt } = await collect(own.ask(message('c'), never));
    expect(error).toBeNull();
    expect(receipt?.checks.map(({ name }) => name)).toContain('context');
    expect(own.lines.filter((line) => line.includes('context_overflow'))).toEqual([]);
    await own.close();
    await small.close();
  });

  test('stands with the question where the model has no system role', async () => {
    const model = { id: 'deepseek', root: 'deepseek-ai/deepseek-math-7b-instruct' };
    const math = await startVllm({ models: [model], script: () => '\\boxed{4}' });
    const own = await conversationParts({ urls: { general: [vllm.url], math: [math.url] } });
    await own.changeSettings(KEY, { persona: PIRATE });
    for (const text of ['2+2?', '3+3?']) await collect(own.ask(message(text, { forced: 'math' }), never));
    const [, second] = prompts(math);
    expect(second?.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(second?.messages[0]?.content).not.toContain(PIRATE);
    expect(questionOf(second ?? lastPrompt())).toMatch(/^You are a pirate\.\n\n3\+3\?/);
    await own.close();
    await math.close();
  });
});

describe('the language', () => {
  test('is asked for with the question, and stays there in the history', async () => {
    await set({ language: 'German' });
    await ask('hello');
    expect(questionOf(lastPrompt())).toBe('hello\n\nAnswer in German.');
    await set({ language: 'French' });
    await ask('and now?');
    const [first, second] = prompts();
    expect(questionOf(lastPrompt())).toBe('and now?\n\nAnswer in French.');
    expect(second?.messages.slice(0, first?.messages.length)).toEqual(first?.messages);
    await set({ language: null });
    await ask('at last');
    expect(questionOf(lastPrompt())).toBe('at last');
  });

  test('is what a translation goes into that names none', async () => {
    await set({ language: 'German' });
    await ask('Good morning, how are you today?', { forced: 'translate' });
    expect(questionOf(lastPrompt())).toMatch(/^Translate into German\./);
    await ask('Guten Morgen, wie geht es Ihnen heute?', { forced: 'translate' });
    expect(questionOf(lastPrompt())).toMatch(/^Translate into English\./);
    await ask('Translate into French: Good morning', { forced: 'translate' });
    expect(questionOf(lastPrompt())).not.toContain('German');
  });

  test('leaves data as it is', async () => {
    await set({ language: 'German' });
    await ask('name: Ann', { forced: 'structured' });
    expect(questionOf(lastPrompt())).not.toContain('German');
  });
});

describe('the temperature', () => {
  test('is that of the conversation, for every expert', async () => {
    await set({ temperature: 0.9 });
    await ask('hello');
    expect(lastPrompt().temperature).toBe(0.9);
    await ask('2+2', { forced: 'math' });
    expect(lastPrompt().temperature).toBe(0.9);
    await set({ temperature: 0 });
    await ask('hello');
    expect(lastPrompt().temperature).toBe(0);
    await ask('hello', { conversation: OTHER });
    expect(lastPrompt().temperature).toBeUndefined();
  });
});

describe('the context length', () => {
  const long = (name: string) => `${name} ${'word '.repeat(150)}`;

  test('limits what a prompt holds of the conversation, and says so', async () => {
    // No summary comes of it.
    vllm.set({ script: (body) => (isSummary(body) ? '' : 'The answer.') });
    await set({ contextTokens: 512 });
    for (const name of ['one', 'two', 'three']) await ask(long(name));
    const { receipt } = await ask('and now?');
    expect(JSON.stringify(lastPrompt())).not.toContain('one word');
    expect(receipt?.checks.find(({ name }) => name === 'context')?.detail).toContain('set here');
    // The answer may be as long as ever.
    expect(lastPrompt().max_tokens).toBe(1024);
  });

  test('has what no longer fits summarised, as a small window does', async () => {
    vllm.set({ script: (body) => (isSummary(body) ? 'They counted.' : 'The answer.') });
    await set({ contextTokens: 512 });
    for (const name of ['one', 'two', 'three']) {
      await ask(long(name));
      await parts.settled();
    }
    await ask('and now?');
    expect(systemOf(lastPrompt())).toContain('They counted.');
    expect(JSON.stringify(lastPrompt())).not.toContain('one word');
  });

  test('never cuts the question itself', async () => {
    await set({ contextTokens: 512 });
    const question = 'word '.repeat(1_000);
    const { error } = await ask(question);
    expect(error).toBeNull();
    expect(questionOf(lastPrompt())).toBe(question.trim());
  });

  test('of more than the model has is the model’s', async () => {
    await set({ contextTokens: 131_072 });
    for (const name of ['one', 'two']) await ask(`${name} ${'word '.repeat(2_000)}`);
    const { error, receipt } = await ask('and now?');
    expect(error).toBeNull();
    expect(receipt?.checks.find(({ name }) => name === 'context')?.detail).toContain('window is full');
  });
});

describe('a pinned expert', () => {
  test('answers, unless the message forces another', async () => {
    await set({ expert: 'math' });
    expect((await ask('hello')).receipt?.expert).toBe('math');
    expect((await ask('hello', { forced: 'code' })).receipt?.expert).toBe('code');
    expect((await ask('hello', { conversation: OTHER })).receipt?.expert).toBe('general');
    expect((await parts.route(message('hello'))).expert).toBe('math');
  });
});
