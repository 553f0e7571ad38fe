import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCompletion } from '../../src/conversation/complete.ts';
import type { CompletionRequest, HistoryMessage } from '../../src/conversation/completion.ts';
import { decideByRules } from '../../src/routing/rules.ts';
import type { Router } from '../../src/routing/types.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { collect, conversationParts, memoryLog, plainRouter } from '../support/experts.ts';

let general: VllmDouble;
let vision: VllmDouble;
let parts: Awaited<ReturnType<typeof conversationParts>>;
const never = new AbortController().signal;
const PIXEL =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

beforeEach(async () => {
  general = await startVllm({ window: 4096, script: () => 'The answer.' });
  vision = await startVllm({ models: [{ id: 'eyes', vision: true }], script: () => 'A dot.' });
  parts = await conversationParts({ urls: { general: [general.url], vision: [vision.url] } });
});

afterEach(async () => {
  await parts.close();
  await general.close();
  await vision.close();
});

function requestOf(
  messages: readonly HistoryMessage[],
  changes: Partial<CompletionRequest> = {},
): CompletionRequest {
  const free = { maxTokens: null, temperature: null, topP: null, seed: null, stop: [], json: null };
  return { id: 'chatcmpl-1', messages, expert: 'auto', ...free, ...changes };
}

const complete = (...request: Parameters<typeof requestOf>) =>
  collect(parts.complete(requestOf(...request), never));

const said = (
  role: HistoryMessage['role'],
  text: string,
  images: readonly string[] = [],
): HistoryMessage => ({
  role,
  text,
  images,
});
const bodyOf = (vllm: VllmDouble) =>
  vllm.requests.findLast(({ path }) => path === '/v1/chat/completions')?.body;

describe('a completion', () => {
  test('sends the caller’s history and keeps nothing of it', async () => {
    const history = [said('user', 'I am Ann'), said('assistant', 'Hello'), said('user', 'Who am I?')];
    const { receipt } = await complete(history);
    expect(receipt).toMatchObject({ response: 'The answer.', conversation: 'chatcmpl-1', expert: 'general' });
    expect(bodyOf(general)).toMatchObject({
      messages: [
        { role: 'system' },
        { role: 'user', content: 'I am Ann' },
        { role: 'assistant', content: 'Hello' },
        { role: 'user', content: 'Who am I?' },
      ],
    });
    await complete([said('user', 'Who am I?')]);
    expect(bodyOf(general)).toMatchObject({ messages: { length: 2 } });
  });

  test('has the caller’s system text instead of ours', async () => {
    await complete([said('system', 'Be brief.'), said('user', 'Hello')]);
    expect(bodyOf(general)).toMatchObject({
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
      ],
    });
  });

  test('passes the caller’s limits and sampling on, over those of the expert', async () => {
    const limits = { maxTokens: 7, temperature: 0.9, topP: 0.5, seed: 3, stop: ['END'] };
    await complete([said('user', '2+2')], { expert: 'math', ...limits });
    expect(bodyOf(general)).toMatchObject({
      max_tokens: 7,
      temperature: 0.9,
      top_p: 0.5,
      seed: 3,
      stop: ['END'],
    });
  });

  test('a question about an earlier picture goes to the eyes, too', async () => {
    const messages = [
      said('user', 'What is this?', [PIXEL]),
      said('assistant', 'A dot.'),
      said('user', 'And its colour?'),
    ];
    const router: Router = async (question, signal) =>
      decideByRules(question) ?? plainRouter(question, signal);
    const { log } = memoryLog();
    const events = runCompletion(requestOf(messages), { ...parts, log, router }, never);
    expect((await collect(events)).receipt).toMatchObject({ expert: 'vision', response: 'A dot.' });
  });

  test('of more pictures than the model takes, the newest are looked at, repeated ones counted', async () => {
    await parts.close();
    await vision.close();
    vision = await startVllm({ models: [{ id: 'llava-1.5', vision: true }], script: () => 'A dot.' });
    parts = await conversationParts({ urls: { general: [general.url], vision: [vision.url] } });
    const messages = [
      said('user', 'What is this?', [PIXEL]),
      said('assistant', 'A dot.'),
      said('user', 'And this?', [PIXEL]),
    ];
    const { error } = await complete(messages, { expert: 'vision' });
    expect(error).toBeNull();
    const { messages: sent } = bodyOf(vision) as unknown as { messages: { content: unknown }[] };
    expect(sent[0]?.content).toBe('What is this?');
    expect(sent.at(-1)?.content).toMatchObject([{ type: 'image_url' }, { type: 'text' }]);
  });

  test('leaves nothing out: what is too long is refused with the sizes', async () => {
    const { error } = await complete([said('user', 'many words '.repeat(5_000)), said('user', 'and?')]);
    expect(error).toMatchObject({ code: 'context_length_exceeded' });
    expect(bodyOf(general)).toBeUndefined();
  });

  test('is refused when nothing is asked', async () => {
    expect((await complete([said('user', ' ')])).error).toMatchObject({ code: 'bad_request' });
    expect((await complete([])).error).toMatchObject({ code: 'bad_request', param: 'messages' });
  });

  test('that is left stops the model', async () => {
    general.set({ tokenMs: 10, script: () => 'word '.repeat(1_000) });
    const gone = general.nextAbort();
    const events = parts.complete(requestOf([said('user', 'go')]), never);
    for await (const { event } of events) if (event === 'text') break;
    await gone;
  });
});
