import { expect, test } from 'vitest';
import type { GenerateEvent, GenerateRequest } from '../../src/experts/engine.ts';
import { ExpertError } from '../../src/experts/errors.ts';
import { generateJsonOrText, inWords } from '../../src/experts/without-grammar.ts';

const never = new AbortController().signal;
const SCHEMA = { type: 'object' };
const REQUEST: GenerateRequest = {
  messages: [{ role: 'user', content: 'x' }],
  maxTokens: 1_000,
  json: SCHEMA,
};
const END: GenerateEvent = {
  type: 'end',
  finish: 'stop',
  usage: { prompt_tokens: 1, completion_tokens: 1, cached_tokens: 0 },
};

async function asked(request: GenerateRequest, error: ExpertError): Promise<GenerateRequest[]> {
  const requests: GenerateRequest[] = [];
  const engine = {
    async *generate(next: GenerateRequest) {
      requests.push(next);
      if (requests.length === 1) throw error;
      yield END;
    },
  };
  await Array.fromAsync(generateJsonOrText(engine, request, never));
  return requests;
}

test('a refused grammar is left out, and its schema told in words that are reckoned', async () => {
  const [, free] = await asked(REQUEST, new ExpertError('refused', 'x', 'no', { status: 400 }));
  expect(free).not.toHaveProperty('json');
  expect(free?.messages.at(-1)?.content).toContain('{"type":"object"}');
  expect(free?.maxTokens).toBeLessThan(1_000);
});

test('a schema that the prompt tells already is not told twice, nor where there is no room', () => {
  const told = { ...REQUEST, messages: [{ role: 'user' as const, content: 'fit {"type":"object"}' }] };
  expect(inWords(told).messages).toBe(told.messages);
  expect(inWords({ ...REQUEST, maxTokens: 257 }).messages).toBe(REQUEST.messages);
});

test('other failures, and other requests, are not tried again', async () => {
  const refused = new ExpertError('refused', 'x', 'no', { status: 400 });
  const { json: _, ...plain } = REQUEST;
  await expect(asked(plain, refused)).rejects.toBe(refused);
  const full = new ExpertError('overloaded', 'x', 'full', { status: 503 });
  await expect(asked(REQUEST, full)).rejects.toBe(full);
});
