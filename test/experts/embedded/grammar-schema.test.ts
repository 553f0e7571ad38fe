import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toGrammarSchema } from '../../../src/experts/embedded/grammar-schema.ts';

const ANY = {
  oneOf: [
    { type: 'object', additionalProperties: true },
    { type: 'array' },
    { type: ['string', 'number', 'boolean', 'null'] },
  ],
};

function converted(schema: Record<string, unknown>): unknown {
  const result = toGrammarSchema(schema);
  if (result === null) return null;
  const { $defs, ...rest } = result as { $defs?: Record<string, unknown> };
  return Object.keys($defs ?? {}).length === 0 ? rest : { ...rest, $defs };
}

describe('toGrammarSchema', () => {
  test.each([
    ['nothing said: any JSON', {}, ANY],
    ['a description alone: any JSON', { description: 'x' }, ANY],
    ['a string', { type: 'string' }, { type: 'string' }],
    [
      'lengths',
      { type: 'string', minLength: 2, maxLength: 5 },
      { type: 'string', minLength: 2, maxLength: 5 },
    ],
    [
      'a length too long for a grammar is left to the check',
      { type: 'string', maxLength: 9_999 },
      { type: 'string' },
    ],
    ['a pattern is left to the check', { type: 'string', pattern: '^a' }, { type: 'string' }],
    ['a date', { type: 'string', format: 'date' }, { type: 'string', format: 'date' }],
    ['another format is left to the check', { type: 'string', format: 'email' }, { type: 'string' }],
    ['ranges are left to the check', { type: 'integer', minimum: 1 }, { type: 'integer' }],
    ['a constant', { const: 'x' }, { const: 'x' }],
    ['an enum', { enum: ['a', 1, null] }, { enum: ['a', 1, null] }],
    [
      'several types',
      { type: ['string', 'null'], maxLength: 3 },
      { oneOf: [{ type: 'string', maxLength: 3 }, { type: 'null' }] },
    ],
    [
      'an object, optional properties too',
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } }, required: ['a'] },
      { type: 'object', properties: { a: { type: 'string' }, b: { type: 'number' } } },
    ],
    [
      'an object without a type',
      { properties: { a: { type: 'null' } } },
      { type: 'object', properties: { a: { type: 'null' } } },
    ],
    [
      'a required property without a schema',
      { type: 'object', required: ['a'] },
      { type: 'object', properties: { a: ANY } },
    ],
    [
      'a forbidden property',
      { type: 'object', properties: { a: { type: 'null' }, b: false } },
      { type: 'object', properties: { a: { type: 'null' } } },
    ],
    ['a free object', { type: 'object' }, { type: 'object', additionalProperties: true }],
    [
      'a closed empty object',
      { type: 'object', additionalProperties: false },
      { type: 'object', additionalProperties: false },
    ],
    [
      'a map',
      { type: 'object', additionalProperties: { type: 'integer' } },
      { type: 'object', additionalProperties: { type: 'integer' } },
    ],
    [
      'a list',
      { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 },
      { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: 3 },
    ],
    [
      'a tuple of draft 2020-12',
      { type: 'array', prefixItems: [{ type: 'string' }] },
      { type: 'array', prefixItems: [{ type: 'string' }], maxItems: 1 },
    ],
    [
      'a tuple of draft-07',
      { items: [{ type: 'string' }] },
      { type: 'array', prefixItems: [{ type: 'string' }], maxItems: 1 },
    ],
    [
      'a choice',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      { oneOf: [{ type: 'string' }, { type: 'null' }] },
    ],
    [
      'what stands beside a choice holds for each',
      {
        type: 'object',
        properties: { a: { type: 'null' } },
        oneOf: [{ properties: { b: { type: 'null' } } }],
      },
      { type: 'object', properties: { a: { type: 'null' }, b: { type: 'null' } } },
    ],
    [
      'allOf becomes one object',
      {
        allOf: [{ type: 'object', properties: { a: { type: 'null' } } }, { $ref: '#/$defs/b' }],
        $defs: { b: { properties: { b: { type: 'null' } } } },
      },
      { type: 'object', properties: { a: { type: 'null' }, b: { type: 'null' } } },
    ],
  ])('%s', (_name, schema, expected) => {
    expect(converted(schema)).toEqual(expected);
  });

  test.each([
    ['false', { type: 'object', properties: { a: { anyOf: [false] } } }],
    ['an enum of objects', { enum: [{ a: 1 }] }],
    ['a reference to elsewhere', { $ref: 'https://example.org/schema' }],
    ['a reference to nothing', { $ref: '#/$defs/missing' }],
    ['a reference that is no address', { $ref: '#/%E0%A4%A' }],
    ['an unknown type', { type: 'date' }],
    ['an empty choice', { anyOf: [] }],
  ])('%s cannot be expressed', (_name, schema) => {
    expect(toGrammarSchema(schema)).toBe(null);
  });

  test('references become definitions, whatever they are called', () => {
    const schema = {
      type: 'array',
      items: { $ref: '#/definitions/a~1b' },
      definitions: { 'a/b': { type: 'integer' } },
    };
    const result = toGrammarSchema(schema) as { items: { $ref: string }; $defs: Record<string, unknown> };
    const name = result.items.$ref.replace('#/$defs/', '');
    expect(result.$defs[name]).toEqual({ type: 'integer' });
  });

  test('a tree refers to itself, and ends because its optional way back is left out', () => {
    const node = {
      type: 'object',
      properties: {
        value: { type: 'integer' },
        next: { $ref: '#/$defs/node' },
        children: { type: 'array', items: { $ref: '#/$defs/node' } },
      },
      required: ['value', 'children'],
    };
    const result = toGrammarSchema({ $ref: '#/$defs/node', $defs: { node } }) as {
      $defs: Record<string, { properties: object }>;
    };
    const [definition] = Object.values(result.$defs);
    expect(Object.keys(definition?.properties ?? {})).toEqual(['value', 'children']);
  });

  test('whatever is given, it is converted or refused, and never fails', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.constantFrom(
            'type',
            'properties',
            'items',
            'anyOf',
            'allOf',
            '$ref',
            'enum',
            'required',
            'const',
            '$defs',
          ),
          fc.jsonValue(),
        ),
        (schema) => {
          expect(() => toGrammarSchema(schema)).not.toThrow();
        },
      ),
    );
  });
});
