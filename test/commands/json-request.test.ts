import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readFieldList } from '../../commands/json/field-list.ts';
import { PRESET_NAMES, PRESETS } from '../../commands/json/presets.ts';
import { readJsonRequest, readSchemaAlone, readSchemaOption } from '../../commands/json/read.ts';
import { createSchemaCheck } from '../../src/checks/json-schema.ts';
import { toGrammarSchema } from '../../src/experts/embedded/grammar-schema.ts';

const required = (list: string) => readFieldList(list)?.required;

test('every type of the contract, lists and optional ones, in Chinese punctuation, too', () => {
  expect(readFieldList('姓名，年龄：int、ok:bool, n:number?, days:date[]')).toEqual({
    type: 'object',
    properties: {
      姓名: { type: 'string' },
      年龄: { type: 'integer' },
      ok: { type: 'boolean' },
      n: { type: 'number' },
      days: { type: 'array', items: { type: 'string', format: 'date' } },
    },
    required: ['姓名', '年龄', 'ok', 'days'],
    additionalProperties: false,
  });
  expect(required('a[]?, b?:int, c:string?')).toEqual([]);
});

test.each(['', 'a,', 'a b', 'a:inte', 'a:__proto__', 'a, a', '2a', 'a:int:int', 'what is this?!'])(
  '%j is no field list',
  (list) => {
    expect(readFieldList(list)).toBe(null);
  },
);

test('a field may be called __proto__ and is a field', () => {
  const schema = readFieldList('__proto__:int');
  expect(schema?.required).toEqual(['__proto__']);
  expect(JSON.stringify(schema?.properties)).toBe('{"__proto__":{"type":"integer"}}');
});

test.each([
  ['a, b | x | y', ['a', 'b'], 'x | y'],
  ['a, b\nx\ny', ['a', 'b'], 'x\ny'],
  ['a, b |', ['a', 'b'], ''],
  ['a|b', undefined, 'a|b'],
  ['cats, dogs, and birds | are pets', undefined, 'cats, dogs, and birds | are pets'],
  ['one two\nthree', undefined, 'one two\nthree'],
])('%j asks for the fields %j of %j', (typed, fields, text) => {
  const request = readJsonRequest(typed);
  expect(request.schema?.required).toEqual(fields);
  expect(request.text).toBe(text);
});

test.each([
  ['{"type":"string"} | hello', { type: 'string' }, 'hello'],
  [
    '{"type":"object","title":"a } in a string \\" }"}\nhello',
    { type: 'object', title: 'a } in a string " }' },
    'hello',
  ],
  ['{"name":"Ann"} as a table', null, '{"name":"Ann"} as a table'],
  ['{"type": "str', null, '{"type": "str'],
  ['{not json} hello', null, '{not json} hello'],
  ['{}', null, '{}'],
])('%j: a balanced object is a schema only when it reads like one', (typed, schema, text) => {
  const request = readJsonRequest(typed);
  expect(request).toEqual({ schema, preset: null, text, problem: null });
});

test('a schema that is no JSON is told, not taken for text', () => {
  expect(readSchemaOption('{"type"', 'x')).toBe(null);
  expect(readSchemaOption('{"type":}', 'x')?.problem).toMatch(/valid JSON/);
});

test('the field of a platform takes all three forms, and leaves the text alone', () => {
  expect(readSchemaOption('table', 'a, b | c')).toMatchObject({ preset: 'table', text: 'a, b | c' });
  expect(readSchemaOption(' a, b:int ', 'x')?.schema?.required).toEqual(['a', 'b']);
  expect(readSchemaOption('{"a":1}', 'x')?.schema).toEqual({ a: 1 });
  expect(readSchemaOption('no such thing', 'x')).toBe(null);
});

test('fields alone are told from a sentence by their marks', () => {
  expect(readSchemaAlone('name, age:int')?.required).toEqual(['name', 'age']);
  expect(readSchemaAlone('Paris, London')).toBe(null);
  expect(readSchemaAlone('hello')).toBe(null);
});

test('presets are usable schemas, by the embedded model, too', () => {
  for (const name of PRESET_NAMES) {
    const { instruction, schema } = PRESETS[name];
    // Without a schema only the words tell what is wanted.
    if (schema === null) expect(instruction).not.toBe(null);
    if (schema !== null) expect(toGrammarSchema(schema)).not.toBe(null);
    if (schema !== null) expect(createSchemaCheck(schema).fit({ columns: 1, name: 1 })).toBe('unfit');
  }
  const check = createSchemaCheck(PRESETS.table.schema ?? {});
  expect(check.fit({ columns: ['a'], rows: [[1], ['x'], [null]] })).toBe('fits');
});

test('whatever is typed, words of it are neither lost nor made up', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (typed) => {
      const { preset, schema, text } = readJsonRequest(typed);
      expect(typed).toContain(text);
      if (schema === null && preset === null) expect(text).toBe(typed.trim());
    }),
  );
});

test('a long text with quotes that never end is read before the test gives up', () => {
  const typed = `{"${'\\"'.repeat(200_000)}`;
  expect(readJsonRequest(typed).text).toBe(typed);
});
