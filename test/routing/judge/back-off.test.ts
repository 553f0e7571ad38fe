import { expect, test } from 'vitest';
import { createBackOff } from '../../../src/routing/judge/back-off.ts';

function atTime() {
  const clock = { ms: 0 };
  return { clock, backOff: createBackOff(() => clock.ms) };
}

test('two failures close nothing, the third does, for half a minute', () => {
  const { backOff, clock } = atTime();
  backOff.failed();
  backOff.failed();
  expect(backOff.open).toBe(true);
  backOff.failed();
  expect(backOff.open).toBe(false);
  clock.ms = 29_999;
  expect(backOff.open).toBe(false);
  clock.ms = 30_000;
  expect(backOff.open).toBe(true);
});

test('a try that fails, too, doubles the pause, up to five minutes', () => {
  const { backOff, clock } = atTime();
  const pauses: number[] = [];
  for (const _ of [1, 2, 3, 4, 5, 6, 7, 8]) {
    backOff.failed();
    if (backOff.open) continue;
    const from = clock.ms;
    while (!backOff.open) clock.ms += 1000;
    pauses.push(clock.ms - from);
  }
  expect(pauses).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
});

test('failures that were under way together when it closed count once', () => {
  const { backOff, clock } = atTime();
  for (const _ of [1, 2, 3, 4, 5, 6]) backOff.failed();
  clock.ms = 30_000;
  backOff.failed();
  clock.ms = 30_000 + 59_999;
  expect(backOff.open).toBe(false);
  clock.ms = 30_000 + 60_000;
  expect(backOff.open).toBe(true);
});

test('a success forgets it all', () => {
  const { backOff } = atTime();
  backOff.failed();
  backOff.failed();
  backOff.succeeded();
  backOff.failed();
  backOff.failed();
  expect(backOff.open).toBe(true);
});
