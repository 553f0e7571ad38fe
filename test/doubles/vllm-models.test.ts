import type OpenAI from 'openai';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type CatalogueName, modelSpec } from './vllm/catalogue.ts';
import { startVllm, type VllmDouble } from './vllm/server.ts';

const PNG = 'data:image/png;base64,iVBORw0KGgo=';
let double: VllmDouble | undefined;
const start = async (name: CatalogueName) => {
  double = await startVllm({ models: [modelSpec(name)] });
};
afterEach(() => double?.close());

async function post(path: string, body: object) {
  const response = await fetch(`${double?.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const json = (await response.json()) as Partial<OpenAI.ChatCompletion> & { error?: { message: string } };
  return { status: response.status, message: json.error?.message ?? '', usage: json.usage };
}

const chat = (messages: object[], more: object = {}) => post('/chat/completions', { messages, ...more });
const user = (content: unknown) => ({ role: 'user', content });
const picture = { type: 'image_url', image_url: { url: PNG } };

describe('a double of a model refuses what the model would', () => {
  test.each(['starcoder2', 'codellamaBase', 'metamath'] as const)('%s: chat', async (name) => {
    await start(name);
    const { message, status } = await chat([user('hi')]);
    expect([status, message]).toEqual([400, expect.stringContaining('chat template')]);
    expect((await post('/completions', { prompt: 'hi', suffix: 'x' })).status).toBe(400);
    expect((await post('/completions', { prompt: 'hi' })).status).toBe(200);
  });

  test.each([
    ['llava', 1],
    ['qwenVl', 2],
  ] as const)('%s: more images than its limit, in one message or in several', async (name, most) => {
    await start(name);
    const pictures = (count: number) => Array.from({ length: count }, () => picture);
    expect((await chat([user(pictures(most))])).status).toBe(200);
    const refused = [400, `At most ${most} image(s) may be provided in one prompt.`];
    const tooMany = await chat([user(pictures(most + 1))]);
    expect([tooMany.status, tooMany.message]).toEqual(refused);
    const spread = await chat([user(pictures(most)), { role: 'assistant', content: '' }, user([picture])]);
    expect([spread.status, spread.message]).toEqual(refused);
  });

  test.each(['bgeM3', 'qwenEmbedding'] as const)('%s: everything but embeddings', async (name) => {
    await start(name);
    expect((await chat([user('hi')])).status).toBe(501);
    expect((await post('/completions', { prompt: 'hi' })).status).toBe(501);
    expect((await post('/embeddings', { input: ['hi'] })).status).toBe(200);
    expect((await post('/embeddings', { input: 'word '.repeat(33_000) })).status).toBe(400);
  });

  test('an image costs what it costs in its model', async () => {
    await start('llava');
    const plain = await chat([user('')]);
    const seen = await chat([user([picture])]);
    // Two markers stand around it.
    expect((seen.usage?.prompt_tokens ?? 0) - (plain.usage?.prompt_tokens ?? 0)).toBe(576 + 2);
  });

  test('CodeLlama: roles that do not take turns', async () => {
    await start('codellamaInstruct');
    const system = { role: 'system', content: 's' };
    const assistant = { role: 'assistant', content: 'a' };
    expect((await chat([system, user('1'), assistant, user('2')])).status).toBe(200);
    expect((await chat([user('1')])).status).toBe(200);
    for (const messages of [
      [user('1'), user('2')],
      [assistant, user('1')],
      [system, assistant],
    ]) {
      const { message, status } = await chat(messages);
      expect([status, message]).toEqual([400, expect.stringContaining('must alternate')]);
    }
  });

  test('CodeLlama: to stop at a special token that is not shown', async () => {
    double = await startVllm({ models: [modelSpec('codellamaBase')], script: () => 'gap▁<EOT>more' });
    const text = async (body: object) => {
      const response = await fetch(`${double?.url}/completions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ prompt: 'x', stop: ['▁<EOT>'], ...body }),
      });
      return ((await response.json()) as OpenAI.Completion).choices[0]?.text;
    };
    expect(await text({})).toBe('gapmore');
    expect(await text({ skip_special_tokens: false })).toBe('gap');
  });

  describe('any of them', () => {
    beforeEach(() => start('metamath'));

    test('more output than its window leaves, and more than four stops', async () => {
      const prompt = 'word '.repeat(3600);
      expect((await post('/completions', { prompt, max_tokens: 400 })).status).toBe(200);
      expect((await post('/completions', { prompt, max_tokens: 600 })).status).toBe(400);
      expect((await post('/completions', { prompt: 'x', stop: ['1', '2', '3', '4'] })).status).toBe(200);
      expect((await post('/completions', { prompt: 'x', stop: ['1', '2', '3', '4', '5'] })).status).toBe(400);
    });
  });
});
