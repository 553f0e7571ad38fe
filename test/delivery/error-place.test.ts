import { expect, test } from 'vitest';
import { errorPlace } from '../../src/delivery/error-place.ts';

test('of an error its kind, its code and its place are told, never its words', () => {
  const error = Object.assign(new RangeError('they wrote: my secret\n    at my secret place'), {
    code: 'E_BAD',
  });
  const place = errorPlace(error);
  expect(place).toMatchObject({ kind: 'RangeError', code: 'E_BAD' });
  expect(place.at).toMatch(/^at .*error-place\.test\.ts:\d+/);
  expect(JSON.stringify(place)).not.toContain('secret');
});

test.each([
  ['a string', 'string'],
  [undefined, 'undefined'],
  [{ text: 'my secret' }, 'object'],
])('what is thrown and is no error is told by its type: %s', (thrown, kind) => {
  expect(errorPlace(thrown)).toEqual({ kind });
});

test('an error without a stack or with an empty message is told too', () => {
  const bare = new Error('');
  delete bare.stack;
  expect(errorPlace(bare)).toEqual({ kind: 'Error' });
  expect(errorPlace(new Error('')).at).toContain('error-place.test.ts');
});
