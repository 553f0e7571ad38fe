import { expect, test } from 'vitest';
import { ExpertError, type ExpertErrorCode } from '../../src/experts/errors.ts';
import { type Retry, retryAfterFailure } from '../../src/experts/retry.ts';

const OTHER: Retry = { on: 'other' };
const NOTHING: Retry = { on: 'nothing' };
const same = (waitMs: number, exact = false): Retry => ({ on: 'same', waitMs, exact });

const table: readonly [
  ExpertErrorCode,
  { others: boolean; repeated: boolean; retryAfterMs?: number },
  Retry,
][] = [
  ['unreachable', { others: true, repeated: false }, OTHER],
  ['unreachable', { others: false, repeated: false }, same(200)],
  ['unreachable', { others: false, repeated: true }, NOTHING],
  ['timeout', { others: true, repeated: false }, OTHER],
  ['server_error', { others: true, repeated: false }, OTHER],
  ['unauthorized', { others: true, repeated: false }, OTHER],
  ['refused', { others: true, repeated: false }, NOTHING],
  ['broken_stream', { others: true, repeated: false }, NOTHING],
  ['no_model', { others: true, repeated: false }, NOTHING],
  ['preempted', { others: false, repeated: false }, NOTHING],
  ['context_overflow', { others: true, repeated: false }, same(0, true)],
  ['context_overflow', { others: true, repeated: true }, NOTHING],
  ['model_not_found', { others: true, repeated: false }, same(0)],
  ['model_not_found', { others: true, repeated: true }, OTHER],
  ['model_not_found', { others: false, repeated: true }, NOTHING],
  ['overloaded', { others: true, repeated: false, retryAfterMs: 1 }, OTHER],
  ['overloaded', { others: false, repeated: false, retryAfterMs: 2_000 }, same(2_000)],
  ['overloaded', { others: false, repeated: true, retryAfterMs: 2_000 }, NOTHING],
  ['overloaded', { others: false, repeated: false, retryAfterMs: 60_000 }, NOTHING],
  ['overloaded', { others: false, repeated: false }, NOTHING],
];

test.each(table)('after %s with %o: %o', (code, { others, repeated, retryAfterMs }, expected) => {
  const error = new ExpertError(code, 'e', 'm', retryAfterMs === undefined ? {} : { retryAfterMs });
  expect(retryAfterFailure(error, others, repeated)).toEqual(expected);
});
