import { describe, expect, test } from 'vitest';
import { createJsonCheck, SchemaError } from '../../src/checks/json-schema.ts';

const person = { type: 'object', properties: { age: { type: 'integer' } }, required: ['age'] };

describe('an answer', () => {
  test('that fits is handed on as a value', () => {
    expect(createJsonCheck(person)('{"age": 31}')).toEqual({ ok: true, value: { age: 31 } });
  });

  test('that does not fit is told by its place, without its text', () => {
    const verdict = createJsonCheck(person)('{"age": "private words"}');
    expect(verdict).toEqual({ ok: false, problem: '/age must be integer' });
  });

  test('that is no JSON is refused', () => {
    expect(createJsonCheck(person)('Sure! {"age": 31}')).toEqual({
      ok: false,
      problem: 'it is not valid JSON',
    });
  });

  test.each([
    ['{}', true],
    ['{"a":[1]}', true],
    ['[]', false],
    ['null', false],
    ['"a"', false],
  ])('without a schema must be an object: %s', (text, ok) => expect(createJsonCheck(true)(text).ok).toBe(ok));

  test('formats count', () => {
    const check = createJsonCheck({ type: 'string', format: 'date' });
    expect([check('"2026-01-09"').ok, check('"soon"').ok]).toEqual([true, false]);
  });
});

describe('a schema', () => {
  test('is read in the dialect that it names', () => {
    const tuple = (dialect: string) => createJsonCheck({ $schema: dialect, items: [{ type: 'number' }] });
    expect(tuple('http://json-schema.org/draft-07/schema#')('["a"]').ok).toBe(false);
    expect(tuple('https://json-schema.org/draft/2019-09/schema')('["a"]').ok).toBe(false);
    const latest = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      prefixItems: [{ type: 'number' }],
    };
    expect(createJsonCheck(latest)('["a"]').ok).toBe(false);
    expect(createJsonCheck({ prefixItems: [{ type: 'number' }] })('["a"]').ok).toBe(false);
  });

  test.each([
    { type: 'nonsense' },
    { $ref: 'https://example.com/never-fetched.json' },
    { $ref: '#/$defs/missing' },
    { $schema: 'http://json-schema.org/draft-03/schema#' },
    { $schema: 7 },
    { type: 'string', pattern: '(' },
    { description: 'x'.repeat(1_000_001) },
  ])('that cannot be used is refused with a reason: %#', (schema) => {
    expect(() => createJsonCheck(schema)).toThrow(SchemaError);
  });

  test('may refer to itself', () => {
    const list = { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false };
    expect(createJsonCheck(list)('{"next":{"next":{}}}').ok).toBe(true);
    expect(createJsonCheck(list)('{"next":{"other":{}}}').ok).toBe(false);
  });

  test('does not meet another one of the same $id', () => {
    const first = createJsonCheck({ $id: 'https://example.com/a', type: 'string' });
    const second = createJsonCheck({ $id: 'https://example.com/a', type: 'number' });
    expect([first('"a"').ok, second('1').ok, second('"a"').ok]).toEqual([true, true, false]);
  });

  test('with a pattern that backtracks for ages is cut short', () => {
    const check = createJsonCheck({ type: 'string', pattern: '^(a+)+$' });
    expect(check(JSON.stringify(`${'a'.repeat(50)}b`))).toMatchObject({ ok: false, problem: /too long/ });
  });

  test('so deep that it would overflow the stack is refused', () => {
    let deep: Record<string, unknown> = { type: 'string' };
    for (let depth = 0; depth < 5_000; depth++) deep = { items: deep };
    expect(() => createJsonCheck(deep)).toThrow(SchemaError);
  });
});
