import { afterEach, expect, test } from 'vitest';
import type { CatalogueName } from '../doubles/vllm/catalogue.ts';
import { type ServedModel, sentTo, startServedModel } from '../support/served-model.ts';

let served: ServedModel | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

async function serve(name: CatalogueName, answer: string) {
  served = await startServedModel('code', name, answer);
  const { double, general, whole } = served;
  return async (body: object) => {
    const response = await whole.post('/v1/completions', body);
    const json = (await response.json()) as Record<string, unknown>;
    // Nobody stands in for a model that was trained to fill gaps.
    expect(sentTo(general)).toEqual([]);
    return { status: response.status, json, sent: sentTo(double).at(-1) };
  };
}

const GAP = { prompt: 'def add(a, b):\n    ', suffix: '\n\nprint(add(1, 2))' };

test.each([
  [
    'qwenCoder',
    '<|fim_prefix|>def add(a, b):\n    <|fim_suffix|>\n\nprint(add(1, 2))<|fim_middle|>',
    ['<|endoftext|>', '<|file_sep|>'],
  ],
  [
    'starcoder2',
    '<fim_prefix>def add(a, b):\n    <fim_suffix>\n\nprint(add(1, 2))<fim_middle>',
    ['<|endoftext|>', '<file_sep>'],
  ],
  ['codellamaBase', '<PRE> def add(a, b):\n     <SUF>\n\nprint(add(1, 2)) <MID>', ['<EOT>']],
] as const)(
  '%s fills a gap in the tokens it was trained with, and only the gap comes back',
  async (name, prompt, stops) => {
    const complete = await serve(name, 'return a + b');
    const { json, sent, status } = await complete({ ...GAP, max_tokens: 50 });
    expect(status).toBe(200);
    expect(json).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'return a + b', finish_reason: 'stop' }],
      switchboard: { expert: 'code', model_used: 'main', degraded: null },
    });
    expect(sent?.path).toBe('/v1/completions');
    expect(sent?.body.prompt).toBe(prompt);
    expect(sent?.body.stop).toEqual(expect.arrayContaining([...stops]));
    expect(sent?.body.stop?.length).toBeLessThanOrEqual(4);
    expect(sent?.body).toMatchObject({ max_tokens: 50, repetition_penalty: 1 });
    expect(sent?.body).not.toHaveProperty('suffix');
  },
);

test.each(['qwenCoder', 'starcoder2', 'codellamaBase'] as const)(
  '%s writes on from a bare prompt',
  async (name) => {
    const complete = await serve(name, ' 1');
    const { json, sent } = await complete({ prompt: 'x =' });
    expect(sent?.body.prompt).toBe('x =');
    expect(json).toMatchObject({ choices: [{ text: ' 1' }] });
  },
);

test.each([
  ['starcoder2', '<file_sep>'],
  ['codellamaBase', '▁<EOT>'],
] as const)('%s ends a gap at %s, a special token that servers do not show by default', async (name, end) => {
  const complete = await serve(name, `return a + b${end}print(add(1, 2))`);
  const { json } = await complete(GAP);
  expect(json).toMatchObject({ choices: [{ text: 'return a + b', finish_reason: 'stop' }] });
});

test('a caller’s four stops leave room for no more', async () => {
  const complete = await serve('starcoder2', 'a\nb');
  const stop = ['1', '2', '3', '\n'];
  const { json, sent, status } = await complete({ ...GAP, stop });
  expect(status).toBe(200);
  expect(sent?.body.stop).toEqual(stop);
  expect(json).toMatchObject({ choices: [{ text: 'a' }] });
});

test('as a stream it is the same text in chunks, and ends with [DONE]', async () => {
  served = await startServedModel('code', 'qwenCoder', 'return a + b');
  const response = await served.whole.post('/v1/completions', { ...GAP, stream: true });
  const data = (await response.text()).match(/^data: .*$/gm)?.map((line) => line.slice(6)) ?? [];
  expect(data.pop()).toBe('[DONE]');
  const texts = data.map((line) => (JSON.parse(line) as { choices: { text: string }[] }).choices[0]?.text);
  expect(texts.join('')).toBe('return a + b');
});

test('a code model that was not trained to fill gaps says so, and what to do', async () => {
  const complete = await serve('unknown', 'never');
  const { json, sent, status } = await complete(GAP);
  expect(status).toBe(400);
  expect(json).toMatchObject({
    error: { param: 'suffix', message: expect.stringContaining('Qwen2.5-Coder') },
  });
  expect(sent).toBeUndefined();
});

test('a gap that does not fit the window is refused with the sizes, and never sent', async () => {
  const complete = await serve('starcoder2', 'never');
  const { json, sent, status } = await complete({ prompt: 'word '.repeat(20_000), suffix: 'x' });
  expect(status).toBe(400);
  expect(JSON.stringify(json)).toMatch(/\b20[,.]?\d{3}\b/);
  expect(sent).toBeUndefined();
});
