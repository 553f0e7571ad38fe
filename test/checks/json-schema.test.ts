import { describe, expect, test } from 'vitest';
import { createSchemaCheck, SchemaError } from '../../src/checks/json-schema.ts';

test('formats count', () => {
  const check = createSchemaCheck({ type: 'string', format: 'date' });
  expect([check.fit('2026-01-09'), check.fit('soon')]).toEqual(['fits', 'unfit']);
});

describe('a schema', () => {
  test('is read in the dialect that it names', () => {
    const tuple = (dialect: string) => createSchemaCheck({ $schema: dialect, items: [{ type: 'number' }] });
    expect(tuple('http://json-schema.org/draft-07/schema#').fit(['a'])).toBe('unfit');
    expect(tuple('https://json-schema.org/draft/2019-09/schema').fit(['a'])).toBe('unfit');
    const latest = {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      prefixItems: [{ type: 'number' }],
    };
    expect(createSchemaCheck(latest).fit(['a'])).toBe('unfit');
    expect(createSchemaCheck({ prefixItems: [{ type: 'number' }] }).fit(['a'])).toBe('unfit');
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
    expect(() => createSchemaCheck(schema)).toThrow(SchemaError);
  });

  test('may refer to itself', () => {
    const list = { type: 'object', properties: { next: { $ref: '#' } }, additionalProperties: false };
    const check = createSchemaCheck(list);
    expect(check.fit({ next: { next: {} } })).toBe('fits');
    expect(check.fit({ next: { other: {} } })).toBe('unfit');
  });

  test('does not meet another one of the same $id', () => {
    const first = createSchemaCheck({ $id: 'https://example.com/a', type: 'string' });
    const second = createSchemaCheck({ $id: 'https://example.com/a', type: 'number' });
    expect([first.fit('a'), second.fit(1), second.fit('a')]).toEqual(['fits', 'fits', 'unfit']);
  });

  test('so deep that it would overflow the stack is refused', () => {
    let deep: Record<string, unknown> = { type: 'string' };
    for (let depth = 0; depth < 5_000; depth++) deep = { items: deep };
    expect(() => createSchemaCheck(deep)).toThrow(SchemaError);
  });
});
