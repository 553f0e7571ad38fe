import { describe, expect, test } from 'vitest';
import {
  chooseThreads,
  hasCollapsed,
  measureThreads,
  type Stepper,
  threadCandidates,
} from '../../../src/experts/embedded/threads.ts';

describe('threadCandidates', () => {
  test.each([
    [1, [1]],
    [2, [1, 2]],
    [6, [1, 2, 4, 6]],
    [8, [1, 2, 4, 8]],
    [0, [1]],
  ])('%i available cores: %j', (available, candidates) => {
    expect(threadCandidates(available)).toEqual(candidates);
  });
});

describe('chooseThreads', () => {
  test.each([
    ['one thread where nothing was measured', [], 1],
    ['the only measurement', [[1, 20]], 1],
    [
      'two threads that are twice as fast',
      [
        [1, 20],
        [2, 10],
      ],
      2,
    ],
    [
      'one thread when two are only a little faster',
      [
        [1, 20],
        [2, 19],
      ],
      1,
    ],
    [
      'one thread when two are a thousand times slower',
      [
        [1, 20],
        [2, 20_000],
      ],
      1,
    ],
    [
      'one thread when two never ended',
      [
        [1, 20],
        [2, Number.POSITIVE_INFINITY],
      ],
      1,
    ],
    [
      'the last step up that helped',
      [
        [1, 20],
        [2, 10],
        [4, 9.5],
        [8, 1],
      ],
      2,
    ],
    [
      'exactly a tenth faster counts',
      [
        [1, 20],
        [2, 18],
      ],
      2,
    ],
  ] as const)('%s', (_name, pairs, threads) => {
    const measurements = pairs.map(([count, msPerToken]) => ({ threads: count, msPerToken }));
    expect(chooseThreads(measurements).threads).toBe(threads);
  });
});

describe('hasCollapsed', () => {
  test.each([
    [2, 10, 101, true],
    [2, 10, 99, false],
    [1, 10, 5_000, false],
  ])('%i threads measured at %i ms, seen at %i ms: %s', (threads, measured, seen, collapsed) => {
    expect(hasCollapsed({ threads, msPerToken: measured }, seen)).toBe(collapsed);
  });
});

describe('measureThreads', () => {
  /** A machine with a clock of its own: a step takes what `msOf` says. */
  function machine(msOf: (threads: number) => number) {
    let clock = 0;
    const opened: number[] = [];
    const closed: number[] = [];
    const open = async (threads: number): Promise<Stepper> => {
      opened.push(threads);
      return {
        step: async () => {
          clock += msOf(threads);
        },
        close: async () => {
          closed.push(threads);
        },
      };
    };
    return { open, opened, closed, now: () => clock };
  }

  test('takes as many threads as help, and tries no more', async () => {
    const { open, opened, closed, now } = machine((threads) => (threads < 4 ? 12 / threads : 12));
    expect(await measureThreads(16, open, now)).toEqual({ threads: 2, msPerToken: 6 });
    expect(opened).toEqual([1, 2, 4]);
    expect(closed).toEqual([1, 2, 4]);
  });

  test('stays with one thread on a single core', async () => {
    const { open, opened, now } = machine(() => 5);
    expect(await measureThreads(1, open, now)).toEqual({ threads: 1, msPerToken: 5 });
    expect(opened).toEqual([1]);
  });

  test('does not try a second candidate when the first has used up the time', async () => {
    const { open, opened, now } = machine(() => 600);
    expect((await measureThreads(8, open, now)).threads).toBe(1);
    expect(opened).toEqual([1]);
  });

  test('a candidate that fails is closed, and the failure is told', async () => {
    let closed = 0;
    const open = async (): Promise<Stepper> => ({
      step: () => Promise.reject(new Error('no memory')),
      close: async () => {
        closed++;
      },
    });
    await expect(measureThreads(2, open)).rejects.toThrow('no memory');
    expect(closed).toBe(1);
  });

  test('a candidate whose step does not end is left behind, and closed when it does', async () => {
    const stuck = Promise.withResolvers<void>();
    const closed = Promise.withResolvers<number>();
    const open = async (threads: number): Promise<Stepper> => ({
      step: () => (threads === 1 ? Promise.resolve() : stuck.promise),
      close: async () => {
        if (threads > 1) closed.resolve(threads);
      },
    });
    expect((await measureThreads(2, open)).threads).toBe(1);
    stuck.resolve();
    expect(await closed.promise).toBe(2);
  });
});
