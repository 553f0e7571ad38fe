import { expect, test } from 'vitest';
import { crashDelayMs, retryDelayMs } from '../../src/delivery/delays.ts';

test('each failure doubles the wait, up to five minutes', () => {
  expect([1, 2, 3, 4].map(retryDelayMs)).toEqual([1000, 2000, 4000, 8000]);
  expect(retryDelayMs(50)).toBe(300_000);
});

test('after a first crash what ran is run again at once, so that a restart is not felt', () => {
  expect([0, 1, 2, 3].map((crashes) => crashDelayMs(crashes, 0.9))).toEqual([0, 0, 0, 0]);
});

test('in a crash loop the waits grow and differ, so that not all run together again', () => {
  expect(crashDelayMs(4, 0)).toBe(500);
  expect(crashDelayMs(4, 0.9)).toBe(1400);
  expect(crashDelayMs(6, 0.5)).toBe(4000);
});
