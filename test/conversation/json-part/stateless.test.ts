import { afterEach, expect, test } from 'vitest';
import type { CompletionRequest } from '../../../src/conversation/completion.ts';
import { decideByRules } from '../../../src/routing/rules.ts';
import type { RequestBody } from '../../doubles/vllm/behaviour.ts';
import { startVllm } from '../../doubles/vllm/server.ts';
import { collect, conversationParts, plainRouter } from '../../support/experts.ts';

const never = new AbortController().signal;
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

const ENGLISH = 'Explain why Rome fell, and list three key events in JSON format.';
const PROSE = 'Rome fell slowly.';
const DATA = '{"events":["378","410","476"]}';

async function complete(answer: string, changes: Partial<CompletionRequest> = {}, part = DATA) {
  const bodies: RequestBody[] = [];
  const vllm = await startVllm({
    window: 8192,
    script: (body) => {
      bodies.push(body);
      return 'response_format' in body ? part : answer;
    },
  });
  const { close, complete } = await conversationParts({
    urls: { general: [vllm.url] },
    router: async (question, signal) => decideByRules(question) ?? plainRouter(question, signal),
  });
  ends.push(close, vllm.close);
  const request: CompletionRequest = {
    id: 'one',
    messages: [{ role: 'user', text: ENGLISH, images: [] }],
    expert: 'auto',
    maxTokens: null,
    temperature: null,
    topP: null,
    seed: null,
    stop: [],
    json: null,
    ...changes,
  };
  return { ...(await collect(complete(request, never))), bodies };
}

const statusOf = ({ receipt }: Awaited<ReturnType<typeof complete>>) =>
  receipt?.checks.find(({ name }) => name === 'json')?.status;

test('a stateless answer is asked for its JSON part, and gets it where it is missing', async () => {
  const done = await complete(PROSE);
  expect(JSON.stringify(done.bodies[0])).toContain('exactly one fenced block');
  expect(done.receipt?.response).toBe(`${PROSE}\n\n\`\`\`json\n${DATA}\n\`\`\``);
  expect(statusOf(done)).toBe('repaired');
});

test('one that is sent as it comes gets it whole or not at all: nothing can be taken back', async () => {
  const done = await complete(PROSE, { shown: true });
  expect(done.events.some(({ event }) => event === 'replace')).toBe(false);
  expect(done.text).toBe(done.receipt?.response);
  expect(done.text).toMatch(/^Rome fell slowly\.\n\n```json\n\{[^`]*\n```$/);
  const without = await complete(PROSE, { shown: true }, 'no');
  expect(without.text).toBe(PROSE);
  expect(statusOf(without)).toBe('failed');
});

test('a broken block that was sent stays, and is said not to parse', async () => {
  const broken = `${PROSE}\n\n\`\`\`json\n{events: [1,}\n\`\`\``;
  const done = await complete(broken, { shown: true });
  expect([done.text, done.receipt?.response]).toEqual([broken, broken]);
  expect(statusOf(done)).toBe('failed');
  expect(statusOf(await complete(broken))).toBe('repaired');
});

test('an answer that is to be JSON as a whole is not asked for prose', async () => {
  const { bodies, receipt } = await complete(PROSE, { json: true });
  expect(JSON.stringify(bodies[0])).not.toContain('fenced block');
  expect(receipt?.response).toBe(DATA);
});
