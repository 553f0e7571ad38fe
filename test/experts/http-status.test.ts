import { expect, test } from 'vitest';
import { retryAfterMs } from '../../src/experts/http-status.ts';

const now = Date.UTC(2026, 10, 22, 5, 0, 0);

test.each([
  ['0', 0],
  ['2', 2_000],
  ['1.5', 1_500],
  ['Sun, 22 Nov 2026 05:00:03 GMT', 3_000],
  ['Sun, 22 Nov 2026 04:59:00 GMT', 0],
  ['', null],
  ['-1', null],
  ['soon', null],
  ['0x10', null],
  ['Sun, 99 Nov 2026 05:00:03 GMT', null],
])('Retry-After: %s is %s ms', (value, expected) => {
  expect(retryAfterMs(new Headers({ 'retry-after': value }), now)).toBe(expected);
});

test('no Retry-After is none', () => {
  expect(retryAfterMs(new Headers(), now)).toBeNull();
  expect(retryAfterMs(undefined, now)).toBeNull();
});
