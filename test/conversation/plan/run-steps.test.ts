import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/conversation/plan/plan.ts';
import { type RunStep, runSteps } from '../../../src/conversation/plan/run-steps.ts';
import type { ExpertName } from '../../../src/conversation/types.ts';

const never = new AbortController().signal;
const plan = (...needs: number[][]): Plan => ({
  steps: needs.map((one, index) => ({
    expert: (['translate', 'code', 'math', 'structured'] satisfies ExpertName[])[index] ?? 'general',
    task: `task ${index}`,
    needs: one,
  })),
});

async function play(steps: Plan, run: RunStep, signal = never) {
  const told: string[] = [];
  const events = runSteps(steps, run, (error) => String((error as Error).message), signal);
  for (;;) {
    const next = await events.next();
    if (next.done) return { told, results: next.value };
    told.push(`${next.value.data.index} ${next.value.data.state}`);
  }
}

describe('the steps of a plan', () => {
  test('that need nothing run side by side; one that needs them runs after them', async () => {
    const begun: number[] = [];
    let bothBegun = () => {};
    const both = new Promise<void>((resolve) => {
      bothBegun = resolve;
    });
    const { told, results } = await play(plan([], [], [0, 1]), async (_, index, done) => {
      begun.push(index);
      if (begun.length === 2) bothBegun();
      // Each of the first two ends only when the other one runs, too.
      if (index < 2) await both;
      else expect(done.slice(0, 2).every((one) => one?.failed === null)).toBe(true);
      return `result ${index}`;
    });
    expect(told.slice(0, 2)).toEqual(['0 running', '1 running']);
    expect(told.slice(-2)).toEqual(['2 running', '2 done']);
    expect(results.map(({ text }) => text)).toEqual(['result 0', 'result 1', 'result 2']);
  });

  test('that fail take those down that need them, and nobody else', async () => {
    const { told, results } = await play(plan([], [], [0]), async (_, index) => {
      if (index === 0) throw new Error('away');
      return 'fine';
    });
    expect(told.toSorted()).toEqual(['0 failed', '0 running', '1 done', '1 running', '2 failed']);
    expect(results.map(({ failed }) => failed)).toEqual(['away', null, 'away']);
  });

  test('end with the signal', async () => {
    const stop = new AbortController();
    const played = play(
      plan([], [0]),
      async () => {
        stop.abort(new Error('stopped'));
        return 'late';
      },
      stop.signal,
    );
    await expect(played).rejects.toThrow('stopped');
  });
});
