import { describe, expect, test } from 'vitest';
import { verifyJson } from '../../../src/checks/json/verify.ts';
import { createSchemaCheck, type JsonSchema } from '../../../src/checks/json-schema.ts';

const PERSON: JsonSchema = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    age: { type: 'integer' },
    tags: { type: 'array', items: { type: 'string' } },
  },
  required: ['name', 'age'],
  additionalProperties: false,
};
const LIST: JsonSchema = { type: 'array', items: PERSON };
const ANN = { name: 'Ann', age: 31 };
const JSON_ANN = '{"name":"Ann","age":31}';
/** As people are told it. */
const verify = (answer: string, schema: JsonSchema = PERSON, isCut = false) => {
  const { detail, status, value } = verifyJson(answer, createSchemaCheck(schema), isCut);
  return { status, value, detail };
};

test('what fits as it stands has passed', () => {
  expect(verify(` ${JSON_ANN}\n`)).toEqual({ status: 'passed', value: ANN, detail: null });
});

describe('an answer is mended by rule:', () => {
  test.each<[string, string]>([
    ['a fence', `\`\`\`json\n${JSON_ANN}\n\`\`\``],
    ['a fence that is never closed', `\`\`\`json\n${JSON_ANN}`],
    ['words around it', `Sure! Here is the [requested] data:\n\n${JSON_ANN}\n\nLet me know {if} it helps.`],
    ['words in another language', `好的，这是结果：${JSON_ANN}。希望有帮助！`],
    ['an example before it', `A field looks like {"a":1}.\n\`\`\`json\n${JSON_ANN}\n\`\`\`\nThat is all.`],
    ['reasoning before it', `<think>{"name":"Bob","age":1}? No.</think>${JSON_ANN}`],
    ['single quotes', "{'name': 'Ann', 'age': 31}"],
    ['an apostrophe and a brace inside a text', `Here: {'name': 'Ann', 'age': 31, } // it's {so}`],
    ['trailing commas', '{"name":"Ann","age":31,}'],
    ['comments', '{"name":"Ann", /* years */ "age":31}'],
    ['names without quotes', '{name: "Ann", age: 31}'],
    ['numbers as text', '{"name":"Ann","age":"31"}'],
    ['a closing brace that is missing', '{"name":"Ann","age":31'],
    ['empty optional fields', '{"name":"Ann","age":31,"tags":null}'],
    ['fields too many', '{"name":"Ann","age":31,"note":"as asked"}'],
    ['an object around it', `{"result":${JSON_ANN}}`],
    ['a list around it', `[${JSON_ANN}]`],
    ['several of these', "Result:\n```\n[{'person': {'name': 'Ann', 'age': '31', 'tags': None,}}]\n```"],
  ])('%s', (_, answer) => {
    expect(verify(answer)).toEqual({ status: 'repaired', value: ANN, detail: expect.stringMatching(/\w/) });
  });

  test('Python’s words', () => {
    const schema = { properties: { a: { type: 'boolean' }, b: { type: 'boolean' }, c: { type: 'null' } } };
    expect(verify("{'a': True, 'b': False, 'c': None}", schema).value).toEqual({
      a: true,
      b: false,
      c: null,
    });
  });

  test('records one after another, or a single one, where a list is wanted', () => {
    expect(verify(`${JSON_ANN}\n${JSON_ANN}`, LIST).value).toEqual([ANN, ANN]);
    expect(verify(JSON_ANN, LIST).value).toEqual([ANN]);
    expect(verify('{"name":"Ann","age":31,"tags":"x"}').value).toEqual({ ...ANN, tags: ['x'] });
  });

  test('the case of a listed value, also of a bare word', () => {
    const mood = { enum: ['positive', 'negative', 3] };
    expect(verify('"Positive "', mood).value).toBe('positive');
    expect(verify('Negative', mood).value).toBe('negative');
    expect(verify('"3"', mood).value).toBe(3);
    expect(verify('neutral', mood).status).toBe('failed');
  });

  test('types inside of references and alternatives', () => {
    const schema = {
      $defs: { n: { anyOf: [{ type: 'integer' }, { type: 'null' }] } },
      type: 'object',
      properties: { a: { $ref: '#/$defs/n' }, b: { $ref: '#/$defs/n' }, c: { type: ['number', 'null'] } },
    };
    expect(verify('{"a":"12","b":"None","c":"1.50"}', schema).value).toEqual({ a: 12, b: null, c: 1.5 });
  });
});

describe('nothing is invented or lost in silence:', () => {
  test('text stays text where the schema says text, and other types where it says nothing', () => {
    expect(verify("{'name': '007', 'age': 31}").value).toEqual({ name: '007', age: 31 });
    expect(verify("{'a': '5', 'b': 'None'}", { type: 'object' }).value).toEqual({ a: '5', b: 'None' });
  });

  test.each(['thirty', '1,234', '031', '3.5', '99999999999999999999', '', ' '])('%j is no integer', (age) => {
    const result = verify(JSON.stringify({ name: 'Ann', age }));
    expect(result).toEqual({ status: 'failed', value: null, detail: '/age must be integer' });
  });

  test('a value of the right branch is not thrown out for another branch’s sake', () => {
    const branch = (kind: string, field: string) => ({
      properties: { kind: { const: kind }, [field]: { type: 'integer' } },
      required: ['kind'],
      additionalProperties: false,
    });
    const schema = { oneOf: [branch('a', 'x'), branch('b', 'y')] };
    expect(verify('{"kind":"b","y":"5"}', schema).value).toEqual({ kind: 'b', y: 5 });
  });

  test('fields that are missing stay missing', () => {
    const { detail, status } = verify('{"name":"Ann"}');
    expect([status, detail]).toEqual(['failed', "the value must have required property 'age'"]);
  });

  test('what is wrong is told without the answer’s words, five errors at most', () => {
    const items = Array.from({ length: 9 }, () => ({ name: 'secret', age: 'secret' }));
    const { detail } = verify(JSON.stringify(items), LIST);
    expect(detail).toMatch(/^\/0\/age must be integer; .*; and 4 more$/);
    expect(detail).not.toContain('secret');
  });

  test.each([
    ['', /empty/],
    ['   ', /empty/],
    ['I am sorry, but I cannot do that.', /no JSON/],
    ['[[[[', /object/],
    ['["Ann", 31]', /object/],
    ['x'.repeat(1_000_001), /too long/],
  ])('%#: what is no such thing has failed', (answer, detail) => {
    expect(verify(answer)).toEqual({ status: 'failed', value: null, detail: expect.stringMatching(detail) });
  });
});

describe('a cut answer', () => {
  const RECORDS = {
    type: 'object',
    properties: { rows: { type: 'array', items: PERSON } },
    required: ['rows'],
  };
  const cut = (answer: string, schema: JsonSchema = RECORDS) => verify(answer, schema, true);

  test('is closed behind what is whole, and that is said', () => {
    const result = cut(`{"rows":[${JSON_ANN},{"name":"Bob","age":4`, {
      ...RECORDS,
      properties: { rows: { items: { type: 'object' } } },
    });
    expect(result.value).toEqual({ rows: [ANN, { name: 'Bob' }] });
    expect(result.detail).toMatch(/cut off/);
  });

  test('has no number that may lack digits', () => {
    expect(cut('{"name":"Ann","age":3', PERSON).status).toBe('failed');
    expect(verify('{"name":"Ann","age":3', PERSON).value).toEqual({ name: 'Ann', age: 3 });
  });

  test('is closed in its last text where that is needed', () => {
    expect(cut('{"age":31,"name":"An', PERSON)).toMatchObject({
      status: 'repaired',
      value: { age: 31, name: 'An' },
      detail: expect.stringMatching(/last text/),
    });
  });

  test('that stood in a fence behind words is found, too', () => {
    expect(cut(`Sure:\n\`\`\`json\n{"rows": [${JSON_ANN}`).value).toEqual({ rows: [ANN] });
  });
});

describe('a hostile answer or schema is bounded:', () => {
  test.each([
    '['.repeat(30_000),
    '{"a":'.repeat(30_000),
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    '{'.repeat(50_000) + '"'.repeat(50_000),
    `{"a":"${'\\'.repeat(99_999)}`,
    '```'.repeat(100_000),
    `{"__proto__":{"age":"1"},"constructor":null}`,
    '{"a":1e999}',
  ])('%#', (answer) => {
    for (const schema of [{ type: 'object' }, {}, PERSON]) {
      const { status, value } = verify(answer, schema);
      if (status !== 'failed')
        expect(createSchemaCheck(schema).fit(JSON.parse(JSON.stringify(value)))).toBe('fits');
    }
    expect(Object.hasOwn(Object.prototype, 'age')).toBe(false);
  });
});
