import { createCheckThread } from '../thread.ts';
import type { Verdict } from '../verdict.ts';
import type { WrongStep } from './check.ts';
import type { FinalAnswer } from './final-answer.ts';

/** What is asked of the thread that computes. */
export type MathAsk =
  | {
      readonly kind: 'check';
      readonly answer: string;
      readonly question: string;
      /** The result that the model marked; null where it marked none. */
      readonly marked: string | null;
    }
  /** Which of these results are the same. */
  | { readonly kind: 'keys'; readonly marked: readonly (string | null)[] };

export type MathAnswer =
  | { readonly kind: 'check'; readonly verdict: Verdict<WrongStep>; readonly final: FinalAnswer | null }
  | { readonly kind: 'keys'; readonly keys: readonly (string | null)[] };

// Exact arithmetic takes half a second to load, and a long answer up to a second to compute.
const thread = createCheckThread<MathAsk, MathAnswer>({
  file: new URL('./math-worker.ts', import.meta.url),
  heapMb: 128,
  jobMs: 4_000,
});

/** `checkMath` and `checkFinalAnswer` in a thread of their own; null when there was no time for it. Never throws. */
export async function checkMathInThread(
  answer: string,
  question: string,
  marked: string | null,
  signal: AbortSignal,
): Promise<{ readonly verdict: Verdict<WrongStep>; readonly final: FinalAnswer | null } | null> {
  const done = await thread.run({ kind: 'check', answer, question, marked }, signal);
  return done === 'unknown' || done.answer.kind !== 'check' ? null : done.answer;
}

/** By what results can be compared; null for one that says nothing, and for all when there was no time. Never throws. */
export async function answerKeys(
  marked: readonly (string | null)[],
  signal: AbortSignal,
): Promise<readonly (string | null)[]> {
  const done = await thread.run({ kind: 'keys', marked }, signal);
  return done === 'unknown' || done.answer.kind !== 'keys' ? marked.map(() => null) : done.answer.keys;
}
