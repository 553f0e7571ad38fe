import { expect, test } from 'vitest';
import { serializeError } from '../../src/telemetry/serialize-error.ts';

test('fields that may hold a request, and with it what somebody wrote, are left out', () => {
  const error = Object.assign(new Error('refused'), {
    status: 400,
    code: 'bad_request',
    request: { body: 'my diary' },
    on: { payload: { text: 'my diary' } },
    headers: { authorization: 'x' },
  });
  const { stack: _, ...rest } = serializeError(error);
  expect(rest).toEqual({ type: 'Error', message: 'refused', status: 400, code: 'bad_request' });
});

test.each([
  'my diary says',
  '{"a": my diary',
  `[1, ${'x'.repeat(50)} my diary`,
  '"my diary\n"',
  '{"my diary": 1',
])('the words of a text that does not parse are left out: %j', (text) => {
  let thrown: unknown;
  try {
    JSON.parse(text);
  } catch (error) {
    thrown = new Error('could not be read', { cause: error });
  }
  expect(JSON.stringify(serializeError(thrown))).toMatch(/SyntaxError.*JSON/);
  expect(JSON.stringify(serializeError(thrown))).not.toContain('diary');
});

test('a loop of causes ends', () => {
  const first = new Error('first');
  const second = new Error('second', { cause: first });
  first.cause = second;
  expect(serializeError(first)).toMatchObject({ cause: { message: 'second' } });
  expect(serializeError(first).cause).not.toHaveProperty('cause');
});

test('a long chain of causes is cut', () => {
  let error = new Error('root');
  for (let depth = 0; depth < 100; depth++) error = new Error(`level ${depth}`, { cause: error });
  expect(JSON.stringify(serializeError(error)).match(/"stack"/g)).toHaveLength(6);
});

test.each([
  ['a string', 'went wrong', { type: 'string', message: 'went wrong' }],
  ['undefined', undefined, { type: 'undefined', message: 'undefined' }],
  ['an object, of which nothing is known', { body: 'my diary' }, { type: 'object', message: 'not an Error' }],
  ['a symbol', Symbol('x'), { type: 'symbol', message: 'Symbol(x)' }],
])('%s that was thrown is told', (_, thrown, told) => {
  expect(serializeError(thrown)).toEqual(told);
});
