import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runAhead } from '../../../src/experts/nllb/run-ahead.ts';

const never = new AbortController().signal;

test('results keep the order of the items, and no more are at work than allowed', async () => {
  const run = fc.asyncProperty(
    fc.scheduler(),
    fc.array(fc.integer(), { maxLength: 12 }),
    fc.integer({ min: 0, max: 3 }),
    async (scheduler, items, ahead) => {
      let working = 0;
      let most = 0;
      const work = async (item: number) => {
        most = Math.max(most, ++working);
        await scheduler.schedule(Promise.resolve());
        working--;
        return item * 2;
      };
      const results = scheduler.waitFor(Array.fromAsync(runAhead(items, ahead, never, work)));
      expect(await results).toEqual(items.map((item) => item * 2));
      expect(most).toBeLessThanOrEqual(ahead + 1);
    },
  );
  await fc.assert(run);
});

test('a failure comes in its place, and ends the others', async () => {
  const signals: AbortSignal[] = [];
  const results = runAhead(['a', 'b', 'c'], 2, never, async (item, signal) => {
    signals.push(signal);
    if (item === 'b') throw new Error('no b');
    return item;
  });
  expect(await results.next()).toEqual({ done: false, value: 'a' });
  await expect(results.next()).rejects.toThrow('no b');
  expect(signals.map((signal) => signal.aborted)).toEqual([true, true, true]);
});
