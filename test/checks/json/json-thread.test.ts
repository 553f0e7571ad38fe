import { expect, test } from 'vitest';
import { schemaProblem, verifyJsonInThread } from '../../../src/checks/json/json-thread.ts';
import { turnsDuring } from '../turns-during.ts';

const never = new AbortController().signal;
const verify = (answer: string, schema: Record<string, unknown> | true) =>
  verifyJsonInThread(answer, schema, false, never);

test('what fits comes back whole, a field that is called __proto__ too', async () => {
  const answer = '{"__proto__":{"a":1},"b":[null,"x"]}';
  const result = await verify(answer, { type: 'object' });
  expect([result?.status, JSON.stringify(result?.value)]).toEqual(['passed', answer]);
});

test.each([
  ['{}', 'passed'],
  ['{"a":[1]}', 'passed'],
  ['Here: {"a":1}', 'repaired'],
  ['null', 'failed'],
  ['"a"', 'failed'],
])('without a schema it must be an object: %s', async (answer, status) => {
  expect((await verify(answer, true))?.status).toBe(status);
});

test('a schema that cannot be used is told so with its reason, and checks nothing', async () => {
  expect(await schemaProblem({ type: 'object' }, never)).toBeNull();
  expect(await schemaProblem({ type: 'nonsense' }, never)).toMatch(/type/);
  expect(await schemaProblem({ description: 'x'.repeat(1_000_001) }, never)).toMatch(/longer than/);
  expect(await verify('1', { type: 'nonsense' })).toBeNull();
});

test('a schema so deep that it cannot even be written is refused', async () => {
  let deep: Record<string, unknown> = {};
  for (let depth = 0; depth < 100_000; depth++) deep = { items: deep };
  expect(await schemaProblem(deep, never)).toMatch(/deep/);
  expect(await verify('1', deep)).toBeNull();
});

test('more schemas than are remembered are told apart', async () => {
  const schemas = Array.from({ length: 40 }, (_, index) => ({ const: index }));
  const fits = () => Promise.all(schemas.map((schema, index) => verify(`${index % 20}`, schema)));
  for (const results of [await fits(), await fits()]) {
    expect(results.map((result) => result?.status)).toEqual(
      schemas.map((_, index) => (index < 20 ? 'passed' : 'failed')),
    );
  }
});

test('a pattern that backtracks for ages leaves the event loop free, and is said to be unchecked', async () => {
  const schema = { items: { type: 'string', pattern: '^(a+)+$' } };
  await schemaProblem(schema, never);
  const work = verify(JSON.stringify([`${'a'.repeat(50)}b`]), schema);
  expect(await turnsDuring(work)).toBeGreaterThan(10);
  expect(await work).toMatchObject({ status: 'failed', detail: expect.stringMatching(/too long/) });
});

test('who does not wait any longer gets no verdict', async () => {
  expect(await verifyJsonInThread('{}', true, false, AbortSignal.abort())).toMatchObject({
    status: 'failed',
  });
  expect(await schemaProblem({}, AbortSignal.abort())).toMatch(/too long/);
});
