import { join } from 'node:path';
import { Ajv } from 'ajv';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEmbeddedEngine, type EmbeddedEngine } from '../../../src/experts/embedded/engine.ts';
import { findGguf } from '../../../src/experts/embedded/gguf-file.ts';
import type { ChatMessage, GenerateRequest } from '../../../src/experts/engine.ts';

const folder = join(import.meta.dirname, '../../../data/models');
const path = await findGguf(folder);
if (path === null) console.log(`skipped: no real model is in ${folder}; npm run model fetches one`);

const signal = new AbortController().signal;

describe.skipIf(path === null)('the small model that is really used', () => {
  let engine: EmbeddedEngine;

  beforeAll(async () => {
    engine = createEmbeddedEngine({ findModel: async () => path ?? '', log: pino({ level: 'silent' }) });
    await engine.ready(signal);
  });

  afterAll(() => engine.close());

  async function ask(request: Pick<GenerateRequest, 'messages'> & Partial<GenerateRequest>) {
    let text = '';
    for await (const event of engine.generate(
      { maxTokens: 60, sampling: { temperature: 0 }, ...request },
      signal,
    )) {
      if (event.type === 'text') text += event.delta;
      if (event.type === 'end') return { text, ...event };
    }
    throw new Error('no end');
  }

  const question: ChatMessage[] = [
    { role: 'system', content: 'You are a helpful assistant.' },
    { role: 'user', content: 'What is the capital of France?' },
  ];

  test('knows the capital of France, and knows when to end', async () => {
    const { text, finish, usage } = await ask({ messages: question });
    expect(text).toContain('Paris');
    expect(finish).toBe('stop');
    expect(usage.prompt_tokens).toBe(await engine.countTokens(question, signal));
  });

  test('remembers what was said before, and does not read it again', async () => {
    const first = await ask({ messages: question });
    const { text, usage } = await ask({
      messages: [
        ...question,
        { role: 'assistant', content: first.text },
        { role: 'user', content: 'And of Germany?' },
      ],
    });
    expect(text).toContain('Berlin');
    // Everything up to the end of its own answer, whose end token was never read.
    expect(usage.cached_tokens).toBeGreaterThanOrEqual(
      first.usage.prompt_tokens + first.usage.completion_tokens - 2,
    );
  });

  test('obeys a schema', async () => {
    const schema = {
      type: 'object',
      properties: { name: { type: 'string' }, age: { type: 'integer' } },
      required: ['name', 'age'],
      additionalProperties: false,
    };
    const content = 'Ann is 31 years old. Give her name and age as JSON.';
    const { text } = await ask({ messages: [{ role: 'user', content }], json: schema });
    expect(new Ajv().validate(schema, JSON.parse(text)), text).toBe(true);
    expect(JSON.parse(text)).toEqual({ name: 'Ann', age: 31 });
  });
});
