import { describe, expect, test } from 'vitest';
import { bounded, isCutShort } from '../../../src/checks/json/bounded.ts';

const caught = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return error;
  }
};
const forEver = () => {
  for (;;);
};

describe('what runs for ever', () => {
  test('is cut, and told from other errors', () => {
    expect(isCutShort(caught(() => bounded(forEver, 20)))).toBe(true);
    expect(isCutShort(new Error('another'))).toBe(false);
    expect(isCutShort(null)).toBe(false);
  });

  test('does not begin anew, as it had its time', () => {
    let runs = 0;
    caught(() =>
      bounded(() => {
        runs++;
        forEver();
      }, 100),
    );
    expect(runs).toBeLessThan(4);
  });
});

test('what waits on a busy machine without working begins anew, and comes to its end', () => {
  let runs = 0;
  const still = new Int32Array(new SharedArrayBuffer(4));
  const result = bounded(() => {
    runs++;
    // This thread sleeps: others have the machine.
    if (runs === 1) Atomics.wait(still, 0, 0, 60);
    return runs;
  }, 30);
  expect([result, runs]).toEqual([2, 2]);
});

test('runs inside each other', () => {
  expect(bounded(() => bounded(() => 1) + bounded(() => 2))).toBe(3);
  expect(() =>
    bounded(() => {
      throw new RangeError('its own');
    }),
  ).toThrow('its own');
});
