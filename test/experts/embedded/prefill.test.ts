import { expect, test } from 'vitest';
import { nextChunk } from '../../../src/experts/embedded/prefill.ts';

test.each([
  [64, 30, 128, 'a fast machine reads larger pieces, growing step by step'],
  [64, 300, 64, 'a third of a second is kept'],
  [64, 1_200, 16, 'a slow machine reads smaller pieces, so that a stop is heard'],
  [64, 60_000, 16, 'never fewer than 16'],
  [128, 0, 128, 'never more than a batch'],
])('%i tokens in %i ms, then %i: %s', (tokens, ms, next) => {
  expect(nextChunk(tokens, ms)).toBe(next);
});
