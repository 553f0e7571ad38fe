import type { AnswerEvent, ExpertName } from '../types.ts';
import type { Plan, PlanStep } from './plan.ts';
import type { StepResult } from './step-text.ts';

type StepEvent = Extract<AnswerEvent, { event: 'step' }>;

/** Does one step; throws when it cannot be done. @param results of all steps so far, by their place in the plan */
export type RunStep = (
  step: PlanStep,
  index: number,
  results: readonly (StepResult | undefined)[],
) => Promise<string>;

/**
 * Runs a plan: each step as soon as those that it needs are done, independent ones side by side. A step that fails, or
 * needs one that did, is noted in its result; the others go on. @throws the signal's reason
 */
export async function* runSteps(
  { steps }: Plan,
  run: RunStep,
  whyFailed: (error: unknown) => string,
  signal: AbortSignal,
): AsyncGenerator<StepEvent, StepResult[]> {
  const results: (StepResult | undefined)[] = steps.map(() => undefined);
  const running = new Map<number, Promise<number>>();
  const event = (index: number, expert: ExpertName, state: StepEvent['data']['state']): StepEvent => ({
    event: 'step',
    data: { index, expert, state, of: steps.length },
  });

  async function attempt(step: PlanStep, index: number): Promise<number> {
    try {
      results[index] = { step, text: await run(step, index, results), failed: null };
    } catch (error) {
      results[index] = { step, text: '', failed: whyFailed(error) };
    }
    return index;
  }

  for (;;) {
    signal.throwIfAborted();
    for (const [index, step] of steps.entries()) {
      if (results[index] !== undefined || running.has(index)) continue;
      // What is not told to be done yet is not taken for it.
      const needed = step.needs.map((one) => (running.has(one) ? undefined : results[one]));
      const broken = needed.find((one) => one !== undefined && one.failed !== null);
      if (broken !== undefined) {
        results[index] = { step, text: '', failed: broken.failed };
        yield event(index, step.expert, 'failed');
      } else if (needed.every((one) => one !== undefined)) {
        yield event(index, step.expert, 'running');
        running.set(index, attempt(step, index));
      }
    }
    if (running.size === 0) break;
    const index = await Promise.race(running.values());
    running.delete(index);
    signal.throwIfAborted();
    const result = results[index];
    if (result !== undefined)
      yield event(index, result.step.expert, result.failed === null ? 'done' : 'failed');
  }
  return results.filter((result) => result !== undefined);
}
