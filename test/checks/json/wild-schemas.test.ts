import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { verifyJson } from '../../../src/checks/json/verify.ts';
import { createSchemaCheck, type JsonSchema, SchemaError } from '../../../src/checks/json-schema.ts';

const DRAFT4 = 'http://json-schema.org/draft-04/schema#';
const DRAFT7 = 'http://json-schema.org/draft-07/schema#';
const LATEST = 'https://json-schema.org/draft/2020-12/schema';
const range = (length: number) => Array.from({ length }, (_, index) => index);

/** A shape as public collections have it, with values that are right and wrong. */
type Shape = readonly [
  name: string,
  schema: JsonSchema,
  right: readonly unknown[],
  wrong: readonly unknown[],
];

const OLD: readonly Shape[] = [
  [
    'limits that are exclusive by a boolean',
    {
      $schema: DRAFT4,
      type: 'number',
      minimum: 0,
      exclusiveMinimum: true,
      maximum: 9,
      exclusiveMaximum: false,
    },
    [1, 9],
    [0, 10],
  ],
  ['the same without $schema', { minimum: 0, exclusiveMinimum: true }, [1], [0]],
  ['an exclusive limit without its limit', { type: 'number', exclusiveMinimum: true }, [1], ['1']],
  [
    'id at the root, and references by pointer',
    {
      $schema: DRAFT4,
      id: 'http://example.com/a.json',
      definitions: { n: { type: 'integer' } },
      properties: { a: { $ref: '#/definitions/n' }, b: { $ref: 'http://example.com/a.json#/definitions/n' } },
    },
    [{ a: 1, b: 2 }],
    [{ a: 'x' }, { b: 'x' }],
  ],
  [
    'ids that say where they stand, as generators write them',
    {
      $schema: DRAFT4,
      id: 'http://jsonschema.net',
      type: 'object',
      properties: {
        a: { id: '/a', type: 'object', properties: { b: { id: '/a/b', $ref: '#/definitions/n' } } },
        id: { id: '/id', type: 'string' },
      },
      definitions: { n: { type: 'integer' } },
    },
    [{ a: { b: 1 }, id: 'x' }],
    [{ a: { b: 'x' } }, { id: 1 }],
  ],
  [
    'ids that are there twice',
    {
      $schema: DRAFT7,
      $id: 'http://example.com/root.json',
      properties: {
        a: { $id: '#/items', type: 'integer' },
        b: { $id: '#/items', type: 'string' },
        c: { $ref: 'http://example.com/root.json#/properties/a' },
      },
    },
    [{ a: 1, b: 'x', c: 2 }],
    [{ a: 'x' }, { b: 1 }, { c: 'x' }],
  ],
  [
    'an anchor by id',
    {
      $schema: DRAFT4,
      definitions: { n: { id: '#n', type: 'integer' } },
      additionalProperties: { $ref: '#n' },
    },
    [{ a: 1 }],
    [{ a: 'x' }],
  ],
  [
    'dependencies and a list in items',
    { items: [{ type: 'string' }], additionalItems: false, dependencies: { a: ['b'] } },
    [['x'], [], { a: 1, b: 2 }],
    [[1], ['x', 'y'], { a: 1 }],
  ],
  ['an empty list of required fields', { $schema: DRAFT4, type: 'object', required: [] }, [{}], [1]],
  ['a nameless $schema', { $schema: 'http://json-schema.org/schema#', type: 'string' }, ['x'], [1]],
  ['draft-06', { $schema: 'http://json-schema.org/draft-06/schema#', contains: { const: 1 } }, [[1]], [[2]]],
  [
    'an event of a collector, with its own $schema and self-description',
    {
      $schema: 'http://iglucentral.com/schemas/com.snowplowanalytics.self-desc/schema/jsonschema/1-0-0#',
      description: 'Schema for an event',
      self: { vendor: 'com.example', name: 'click', format: 'jsonschema', version: '1-0-0' },
      type: 'object',
      properties: {
        targetUrl: { type: 'string', minLength: 1, maxLength: 2048 },
        n: { type: ['integer', 'null'] },
      },
      required: ['targetUrl'],
      additionalProperties: false,
    },
    [{ targetUrl: 'x', n: null }],
    [{ targetUrl: '' }, { targetUrl: 'x', y: 1 }],
  ],
];

const NEW: readonly Shape[] = [
  [
    '$defs, $anchor and references to both',
    {
      $schema: LATEST,
      $defs: { n: { $anchor: 'number', type: 'number' } },
      properties: { a: { $ref: '#/$defs/n' }, b: { $ref: '#number' } },
    },
    [{ a: 1, b: 2 }],
    [{ a: 'x' }, { b: 'x' }],
  ],
  [
    '$dynamicRef',
    {
      $schema: LATEST,
      $dynamicAnchor: 'node',
      type: 'object',
      properties: { value: { type: 'number' }, children: { type: 'array', items: { $dynamicRef: '#node' } } },
    },
    [{ value: 1, children: [{ value: 2 }] }],
    [{ children: [{ value: 'x' }] }],
  ],
  [
    '$recursiveRef',
    {
      $schema: 'https://json-schema.org/draft/2019-09/schema',
      $recursiveAnchor: true,
      properties: { next: { $recursiveRef: '#' }, n: { type: 'number' } },
    },
    [{ next: { n: 1 } }],
    [{ next: { n: 'x' } }],
  ],
  [
    'unevaluatedProperties over allOf',
    {
      $schema: LATEST,
      allOf: [{ properties: { a: { type: 'number' } } }],
      properties: { b: { type: 'number' } },
      unevaluatedProperties: false,
    },
    [{ a: 1, b: 2 }],
    [{ c: 1 }],
  ],
  [
    'definitions that refer to each other',
    {
      definitions: {
        tree: {
          type: 'object',
          properties: { leaves: { type: 'array', items: { $ref: '#/definitions/leaf' } } },
        },
        leaf: { anyOf: [{ type: 'string' }, { $ref: '#/definitions/tree' }] },
      },
      $ref: '#/definitions/tree',
    },
    [{ leaves: ['x', { leaves: [] }] }],
    [{ leaves: [{ leaves: [1] }] }],
  ],
  [
    'reference names that are encoded',
    { definitions: { 'a b/c~d%': { type: 'null' } }, $ref: '#/definitions/a%20b~1c~0d%25' },
    [null],
    [1],
  ],
  [
    'schemas under a keyword of somebody’s own',
    {
      components: { schemas: { id: { type: 'integer', minimum: 0, exclusiveMinimum: true } } },
      $ref: '#/components/schemas/id',
    },
    [1],
    [0],
  ],
  [
    'fields named as keywords are',
    {
      type: 'object',
      properties: {
        $ref: { type: 'string' },
        id: { type: 'integer' },
        type: { enum: ['a'] },
        nullable: { type: 'boolean' },
      },
    },
    [{ $ref: 'x', id: 1, type: 'a', nullable: true }],
    [{ $ref: 1 }, { id: 'x' }, { type: 'b' }, { nullable: 'x' }],
  ],
];

const VENDORS: readonly Shape[] = [
  [
    'OpenAPI’s nullable',
    { type: 'object', properties: { a: { type: 'string', nullable: true } } },
    [{ a: null }, { a: 'x' }],
    [{ a: 1 }],
  ],
  [
    'nullable beside no type',
    { properties: { a: { nullable: true, anyOf: [{ type: 'string' }] } } },
    [{ a: 'x' }],
    [{ a: 1 }],
  ],
  ['nullable: false beside null', { type: ['string', 'null'], nullable: false }, [null, 'x'], [1]],
  [
    'a workload of Kubernetes',
    {
      $schema: 'http://json-schema.org/schema#',
      type: 'object',
      required: ['apiVersion'],
      properties: {
        apiVersion: { type: 'string', enum: ['v1'] },
        port: { oneOf: [{ type: 'string' }, { type: 'integer' }], format: 'int-or-string' },
        replicas: { format: 'int32', type: ['integer', 'null'] },
        labels: { additionalProperties: { type: ['string', 'null'] }, type: ['object', 'null'] },
      },
      'x-kubernetes-group-version-kind': [{ group: '', kind: 'Pod', version: 'v1' }],
    },
    [{ apiVersion: 'v1', port: 'http', replicas: 3, labels: { a: 'b' } }],
    [{ apiVersion: 'v1', replicas: 'x' }, {}],
  ],
  ['formats that nobody knows', { type: 'string', format: 'color' }, ['red'], [1]],
  ['formats of another type', { type: 'integer', format: 'int64' }, [1], ['1']],
  [
    'annotations of a wrong type',
    {
      type: 'object',
      title: 5,
      description: ['a'],
      examples: 'one',
      readOnly: 'no',
      deprecated: null,
    } as JsonSchema,
    [{}],
    [1],
  ],
  [
    'keywords that nobody knows',
    { type: 'string', markdownDescription: 'x', defaultSnippets: [{ body: {} }], 'x-order': 1, tsType: 'a' },
    ['x'],
    [1],
  ],
  // An asynchronous check answers with a promise, which is true whatever it holds.
  [
    '$async of one validator',
    { $async: true, type: 'string', not: { $async: true, const: 'x' } },
    ['y'],
    [1, 'x'],
  ],
  ['the same value twice in a list', { enum: ['a', 'b', 'a'] }, ['a'], ['c']],
  ['the same field required twice', { type: 'object', required: ['a', 'a'] }, [{ a: 1 }], [{}]],
  ['a field in the place of keywords', { items: { id: { type: 'integer' } } }, [[{ id: 'x' }]], []],
  [
    'a pattern that only the older syntax takes',
    { type: 'string', pattern: '^[\\w-.]+\\_$' },
    ['a-b_'],
    ['a b'],
  ],
  ['a pattern that only the newer syntax takes', { type: 'string', pattern: '^\\p{Lu}+$' }, ['ÄÖ'], ['ä']],
  [
    'both in one schema',
    { properties: { a: { pattern: '^[\\w-.]+$' }, b: { pattern: '^\\p{Lu}$' } } },
    [{ a: 'x.y', b: 'Ä' }],
    [{ b: 'ä' }, { a: ' ' }],
  ],
  [
    'names by such patterns',
    { patternProperties: { '^[\\w-.]+$': { type: 'number' } }, additionalProperties: false },
    [{ 'a.b': 1 }],
    [{ 'a.b': 'x' }, { ' ': 1 }],
  ],
];

const LARGE: readonly Shape[] = [
  ['an enum of thousands', { enum: range(5_000).map((n) => `value-${n}`) }, ['value-4999'], ['value-5000']],
  [
    'an enum of thousands of objects',
    { enum: range(2_000).map((n) => ({ n })) },
    [{ n: 1_999 }],
    [{ n: 2_000 }],
  ],
  [
    'a thousand fields',
    {
      type: 'object',
      properties: Object.fromEntries(
        range(1_000).map((n) => [`field${n}`, { type: ['string', 'null'], description: 'a field' }]),
      ),
      required: range(1_000).map((n) => `field${n}`),
      additionalProperties: false,
    },
    [Object.fromEntries(range(1_000).map((n) => [`field${n}`, null]))],
    [{}],
  ],
  [
    'hundreds of alternatives',
    {
      oneOf: range(200).map((n) => ({
        type: 'object',
        properties: { kind: { const: n } },
        required: ['kind'],
      })),
    },
    [{ kind: 199 }],
    [{ kind: 200 }],
  ],
  [
    'hundreds of definitions',
    {
      definitions: Object.fromEntries(
        range(150).map((n) => [
          `d${n}`,
          { properties: { next: { $ref: `#/definitions/d${(n + 1) % 150}` } }, additionalProperties: false },
        ]),
      ),
      $ref: '#/definitions/d0',
    },
    [{ next: { next: {} } }],
    [{ next: { other: 1 } }],
  ],
  [
    'more text than most windows hold',
    { type: 'object', description: 'x'.repeat(400_000), properties: { a: { type: 'integer' } } },
    [{ a: 1 }],
    [{ a: 'x' }],
  ],
];

describe.each([
  ['older', OLD],
  ['newer', NEW],
  ['of vendors', VENDORS],
  ['large', LARGE],
])('schemas %s:', (_, shapes) => {
  test.each(shapes)('%s', (_name, schema, right, wrong) => {
    const check = createSchemaCheck(schema);
    for (const value of right) expect([value, check.fit(value)]).toEqual([value, 'fits']);
    for (const value of wrong) expect([value, check.fit(value)]).toEqual([value, 'unfit']);
    // The one that tells all errors is compiled apart.
    for (const value of wrong) expect(check.errors(value).length).toBeGreaterThan(0);
    for (const value of right) expect(verifyJson(JSON.stringify(value), check, false).status).toBe('passed');
  });
});

test.each<[JsonSchema, RegExp]>([
  [{ $schema: 'http://json-schema.org/draft-03/schema#', type: 'string' }, /draft-03.*too old/],
  [{ type: 'object', properties: { a: { type: 'strin' } } }, /\/properties\/a\/type must be/],
  [{ properties: { a: { required: true } } }, /\/properties\/a\/required must be array/],
  [{ items: [{ type: 'strin' }] }, /\/items\/0\/type/],
  [{ $ref: 'common.json#/definitions/a' }, /another document, common.json.*none is fetched/],
  [{ $ref: '#/definitions/missing' }, /#\/definitions\/missing/],
  [{ pattern: '(?P<year>\\d+)' }, /regular expression.*\(\?P<year>/],
  [{ enum: [] }, /enum/],
  [{ minLength: -1 }, /minLength/],
])('a schema that cannot be used is refused with its reason: %j', (schema, reason) => {
  expect(() => createSchemaCheck(schema)).toThrow(SchemaError);
  expect(() => createSchemaCheck(schema)).toThrow(reason);
});

test('a schema that only refers to itself can be read, and checks nothing', () => {
  const check = createSchemaCheck({ $ref: '#' });
  expect([check.fit(1), check.errors(1)]).toEqual(['unchecked', []]);
});

test('the schema of a dialect itself can be referred to', () => {
  const check = createSchemaCheck({ properties: { schema: { $ref: DRAFT7 } } });
  expect([check.fit({ schema: { type: 'string' } }), check.fit({ schema: { type: 'x' } })]).toEqual([
    'fits',
    'unfit',
  ]);
});

test('the schema that was given is not changed', () => {
  const schema = Object.freeze({ id: 'a', minimum: 1, exclusiveMinimum: true, nullable: true });
  createSchemaCheck(schema);
  expect(schema).toEqual({ id: 'a', minimum: 1, exclusiveMinimum: true, nullable: true });
});

test('whatever Ajv takes as it comes is taken, and says the same', () => {
  const shapes = [...OLD, ...NEW, ...VENDORS];
  let both = 0;
  for (const [, schema, right, wrong] of shapes) {
    if ('$async' in schema) continue;
    let validate: (value: unknown) => unknown;
    try {
      validate = new Ajv({ strict: false, logger: false, validateFormats: false }).compile(schema);
    } catch {
      continue;
    }
    both++;
    const check = createSchemaCheck(schema);
    for (const value of [...right, ...wrong]) {
      // Stricter where the newest dialect knows more, never laxer.
      if (check.fit(value) === 'fits')
        expect([schema, value, validate(value)]).toEqual([schema, value, true]);
    }
  }
  expect(both).toBeGreaterThan(8);
});
