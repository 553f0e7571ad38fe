import { expect, test } from 'vitest';
import { ExpertError, type ExpertErrorCode, TooLongError } from '../../src/experts/errors.ts';
import { whyFailedOver } from '../../src/experts/fail-over.ts';

const reasons: readonly [ExpertErrorCode, string | null][] = [
  ['unreachable', 'is down'],
  ['overloaded', 'is full'],
  ['context_overflow', 'has too small a window'],
  ['broken_stream', null],
  ['preempted', null],
];

test.each(reasons)('of %s it is said: %s', (code, reason) => {
  expect(whyFailedOver(new ExpertError(code, 'e', 'm'))).toBe(reason);
});

test('a message that is too long goes on with the room there was, a mistake of our own does not', () => {
  expect(whyFailedOver(new TooLongError(900, 400))).toBe('takes only 400 tokens');
  expect(whyFailedOver(new TypeError('ours'))).toBeNull();
});
