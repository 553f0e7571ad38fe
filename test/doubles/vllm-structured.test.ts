import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { instanceOf } from './vllm/structured.ts';
import { ask, chunksOf, refusal, start } from './vllm-client.ts';

const SCHEMA = {
  type: 'object',
  required: ['name', 'age', 'tags', 'kind'],
  properties: {
    name: { type: 'string', minLength: 8 },
    age: { type: 'integer', minimum: 18 },
    tags: { type: 'array', items: { $ref: '#/$defs/tag' }, minItems: 2 },
    kind: { enum: ['person', 'firm'] },
    note: { type: 'string' },
  },
  $defs: { tag: { type: 'object', required: ['on'], properties: { on: { type: 'boolean' } } } },
  additionalProperties: false,
};

/** Schemas of the kinds that the double knows, nested. */
const schemas = fc.letrec<{ schema: Record<string, unknown> }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.record({ type: fc.constantFrom('boolean', 'null', 'string', 'number', 'integer') }),
    fc.record({ const: fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.array(fc.integer())) }),
    fc.record({ enum: fc.uniqueArray(fc.string(), { minLength: 1 }) }),
    fc
      .tuple(fc.nat(20), fc.nat(20))
      .map(([minLength, more]) => ({ type: 'string', minLength, maxLength: minLength + more })),
    fc
      .tuple(
        fc.constantFrom('number', 'integer'),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 2, max: 9 }),
      )
      .map(([type, low, more]) => ({ type, exclusiveMinimum: low, exclusiveMaximum: low + more })),
    fc.record({ type: fc.constant('array'), items: tie('schema'), minItems: fc.nat(3) }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 2 }) }),
    fc
      .dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('schema'), { maxKeys: 4 })
      .map((properties) => ({ type: 'object', properties, required: Object.keys(properties) })),
  ),
}));

test('the instance of a schema is valid against it', () => {
  const ajv = new Ajv2020({ strict: false });
  fc.assert(
    fc.property(schemas.schema, (schema) => {
      const value: unknown = JSON.parse(JSON.stringify(instanceOf(schema)));
      expect(ajv.validate(schema, value), JSON.stringify({ schema, value })).toBe(true);
    }),
    { numRuns: 200 },
  );
});

test.each([
  [
    'response_format',
    { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: SCHEMA } } },
  ],
  ['structured_outputs', { structured_outputs: { json: SCHEMA } }],
  ['a schema given as text', { structured_outputs: { json: JSON.stringify(SCHEMA) } }],
])('%s is answered with JSON that is valid against the schema', async (_, extra) => {
  const { client } = await start();
  const content = (await ask(client, extra)).choices[0]?.message.content ?? '';
  const ajv = new Ajv2020();
  expect(ajv.validate(SCHEMA, JSON.parse(content)), ajv.errorsText()).toBe(true);
});

test('a schema does not prevent truncation: finish_reason says so', async () => {
  const { client } = await start();
  const extra = { structured_outputs: { json: SCHEMA }, max_tokens: 5 };
  const choice = (await ask(client, extra)).choices[0];
  expect(choice?.finish_reason).toBe('length');
  expect(() => JSON.parse(choice?.message.content ?? '')).toThrow(SyntaxError);
});

test('json_object is answered with an object, a regex with a match, and json_schema needs its schema', async () => {
  const { client } = await start();
  const json = await ask(client, { response_format: { type: 'json_object' } });
  expect(JSON.parse(json.choices[0]?.message.content ?? '')).toEqual({ answer: 'Hello there' });
  const regex = await ask(client, { structured_outputs: { regex: '\\d{4}-\\d\\d-\\d\\d' } });
  expect(regex.choices[0]?.message.content).toBe('2026-01-01');
  const error = await refusal(ask(client, { response_format: { type: 'json_schema' } }));
  expect(error).toMatchObject({ status: 400, param: 'response_format' });
});

test('the probabilities of a choice are renormalised over the labels, whatever the temperature', async () => {
  const { client } = await start({ choiceProbabilities: { A: 6, B: 3, C: 1 } });
  const extra = {
    structured_outputs: { choice: ['A', 'B', 'C'] },
    max_tokens: 1,
    logprobs: true,
    top_logprobs: 5,
  };
  const choice = (await ask(client, { ...extra, temperature: 2 })).choices[0];
  expect(choice).toMatchObject({ message: { content: 'A' }, finish_reason: 'length' });
  const [first] = choice?.logprobs?.content ?? [];
  expect(first?.token).toBe('A');
  const top = first?.top_logprobs.map(({ token, logprob }) => [token, Math.exp(logprob)] as const) ?? [];
  expect(top.map(([token]) => token)).toEqual(['A', 'B', 'C', '!', '"']);
  [0.6, 0.3, 0.1, 0, 0].forEach((probability, i) => {
    expect(top[i]?.[1]).toBeCloseTo(probability, 6);
  });
});

test('labels of several tokens share the mass of their common beginning', async () => {
  const weights = { mathematics: 3, mathematical: 2, no: 4 };
  const { client } = await start({ choiceProbabilities: () => weights });
  const extra = { structured_outputs: { choice: Object.keys(weights) }, logprobs: true, top_logprobs: 2 };
  const choice = (await ask(client, extra)).choices[0];
  expect(choice).toMatchObject({ message: { content: 'mathematics' }, finish_reason: 'stop' });
  const tokens = choice?.logprobs?.content?.map(({ token, logprob }) => [
    token,
    Math.exp(logprob).toFixed(4),
  ]);
  expect(tokens?.slice(0, 3)).toEqual([
    ['mathe', (5 / 9).toFixed(4)],
    ['matic', '1.0000'],
    ['s', (3 / 5).toFixed(4)],
  ]);
});

test('a script picks among the labels, and cannot leave them', async () => {
  const { vllm, client } = await start({ choiceProbabilities: { yes: 9, no: 1 }, script: () => 'no' });
  const pick = async () =>
    (await ask(client, { structured_outputs: { choice: ['yes', 'no'] } })).choices[0]?.message.content;
  expect(await pick()).toBe('no');
  await vllm.set({ script: () => 'perhaps' });
  expect(await pick()).toBe('yes');
});

test('free text has logprobs, too, in one piece or in a stream', async () => {
  const { client } = await start({ script: () => 'One two' });
  const extra = { logprobs: true, top_logprobs: 2 };
  const whole = (await ask(client, extra)).choices[0]?.logprobs?.content ?? [];
  expect(whole.map(({ token }) => token)).toEqual(['One', ' two', '<|im_end|>']);
  expect(whole[0]?.top_logprobs).toHaveLength(2);
  expect(whole[0]?.bytes).toEqual([...Buffer.from('One')]);
  const streamed = (await chunksOf(client, extra)).flatMap(
    (chunk) => chunk.choices[0]?.logprobs?.content ?? [],
  );
  expect(streamed).toEqual(whole);
});
