import { expect, onTestFinished, test } from 'vitest';
import type { EndpointName } from '../../src/config/types.ts';
import { TooLongError } from '../../src/experts/errors.ts';
import { createExperts } from '../../src/experts/experts.ts';
import { repairPrompt, repairRoom } from '../../src/experts/repair.ts';
import { createMetrics } from '../../src/telemetry/metrics.ts';
import type { RequestBody } from '../doubles/vllm/behaviour.ts';
import { startVllm, type VllmDouble, type VllmOptions } from '../doubles/vllm/server.ts';
import { tokenize } from '../doubles/vllm/tokenizer.ts';
import { memoryLog } from '../support/experts.ts';

const never = new AbortController().signal;
const TINY = { id: 'mender', root: 'TinyLlama/TinyLlama-1.1B-Chat-v1.0', window: 2_048 };
const QWEN = { id: 'main', root: 'Qwen/Qwen2.5-7B-Instruct-AWQ', window: 32_768 };
const broken = { text: '{"a": 1,', problem: 'the end is missing' };
const schema = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };

async function vllm(options: VllmOptions): Promise<VllmDouble> {
  const server = await startVllm(options);
  onTestFinished(() => server.close());
  return server;
}

function expertsAt(servers: Partial<Record<EndpointName, VllmDouble>>) {
  const endpoints = Object.entries(servers).map(([name, { url }]) => [
    name,
    { urls: [url], model: null, profile: null, apiKey: null, kind: 'openai' },
  ]);
  const config = { experts: Object.fromEntries(endpoints) };
  const experts = createExperts({ config, log: memoryLog().log, metrics: createMetrics(), embedded: null });
  onTestFinished(() => experts.close());
  return experts;
}

const asked = ({ requests }: VllmDouble): RequestBody[] =>
  requests.filter(({ path }) => path.endsWith('/completions')).map(({ body }) => body as RequestBody);

test('TinyLlama is asked in the way it was trained, in exactly these fields', async () => {
  const repair = await vllm({ models: [TINY], script: () => '{"a": 1}\n' });
  const general = await vllm({ models: [QWEN] });
  const mended = await expertsAt({ repair, general }).repair({ ...broken, schema }, never);
  expect(mended).toBe('{"a": 1}');
  expect(asked(repair)).toEqual([
    {
      model: 'mender',
      messages: [
        { role: 'system', content: 'You repair JSON. Reply with the corrected JSON only.' },
        {
          role: 'user',
          content: `This JSON is not right: the end is missing\n\nIt has to match this JSON Schema:\n${JSON.stringify(schema)}\n\n{"a": 1,`,
        },
      ],
      max_tokens: tokenize(broken.text).length * 2 + 256,
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0,
      repetition_penalty: 1,
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } },
    },
  ]);
  expect(asked(general)).toEqual([]);
});

test('without a schema the answer is not constrained, since an array is JSON too', async () => {
  const repair = await vllm({ models: [TINY], script: () => '[1]' });
  expect(await expertsAt({ repair }).repair({ text: '[1', problem: 'no end' }, never)).toBe('[1]');
  expect(asked(repair)[0]).not.toHaveProperty('response_format');
});

test('without a repair endpoint general mends it, with its own instructions', async () => {
  const general = await vllm({ models: [QWEN], script: () => '{"a": 1}' });
  expect(await expertsAt({ general }).repair(broken, never)).toBe('{"a": 1}');
  const messages = asked(general)[0]?.messages as { content: string }[];
  expect(messages.at(-1)?.content).toContain(repairPrompt(broken));
});

test.each([
  ['is down', { kind: 'reset' }],
  ['fails', { kind: 'status', status: 500 }],
  ['breaks off', { kind: 'truncate', afterTokens: 1 }],
] as const)('a repair model that %s is stood in for by general', async (_, fault) => {
  const repair = await vllm({ models: [TINY], fault, script: () => '{"a": 1}' });
  const general = await vllm({ models: [QWEN], script: () => '{"a": 2}' });
  expect(await expertsAt({ repair, general }).repair(broken, never)).toBe('{"a": 2}');
});

test('a repair that was cut by the output limit is not taken for one', async () => {
  const repair = await vllm({ models: [TINY], script: () => ({ text: '{"a"', finish: 'length' }) });
  await expect(expertsAt({ repair }).repair(broken, never)).rejects.toMatchObject({ code: 'broken_stream' });
});

test('what is too long for TinyLlama goes to general unasked, and alone it is a typed error', async () => {
  const text = `[${'"word", '.repeat(400)}`;
  const repair = await vllm({ models: [TINY] });
  const general = await vllm({ models: [QWEN], script: () => '[]' });
  expect(await expertsAt({ repair, general }).repair({ text, problem: 'no end' }, never)).toBe('[]');
  const alone = expertsAt({ repair }).repair({ text, problem: 'no end' }, never);
  await expect(alone).rejects.toBeInstanceOf(TooLongError);
  expect(asked(repair)).toEqual([]);
});

test('with no model at all it is said, and an abort is thrown as it was given', async () => {
  await expect(expertsAt({}).repair(broken, never)).rejects.toMatchObject({ code: 'no_model' });
  const repair = await vllm({ models: [TINY] });
  const general = await vllm({ models: [QWEN] });
  const reason = new Error('stopped');
  const stopped = expertsAt({ repair, general }).repair(broken, AbortSignal.abort(reason));
  await expect(stopped).rejects.toBe(reason);
  expect(asked(general)).toEqual([]);
});

test.each([
  ['grows to twice its length and some', 32_768, null, 100, 50, 356],
  ['never over the model’s own most', 32_768, 512, 100, 400, 512],
  ['never over the window', 2_048, 2_000, 1_700, 300, 348],
])('a repaired text %s', (_, window, outputMax, prompt, text, expected) => {
  expect(repairRoom(window, outputMax, prompt, text)).toBe(expected);
});

test('a text that could not come out whole is too long', () => {
  expect(() => repairRoom(2_048, 512, 600, 500)).toThrow(TooLongError);
  expect(() => repairRoom(2_048, null, 3_000, 10)).toThrow(TooLongError);
});
