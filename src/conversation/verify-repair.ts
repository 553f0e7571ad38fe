import type { Experts, Needs } from '../experts/experts.ts';
import type { Prepare } from '../experts/pool.ts';
import { writeAnswer } from './answer.ts';
import { createDraft, type Draft } from './receipt.ts';

/** How long the second writing may take, while the person reads the first, in ms. */
const REPAIR_MS = 45_000;
/** Much shorter than the first, it is no whole answer. */
const SHORTEST_SHARE = 0.5;

/** Thrown before anything is generated. */
class NotHere extends Error {}

/**
 * The answer written once more by the expert that wrote it; nothing of it is shown. Null when it could not be had
 * whole: the model is the embedded one, did not answer in time or at all, was cut off or stopped, or left much out.
 */
export async function writeAgain(
  first: Draft,
  experts: Experts,
  prepare: (draft: Draft) => Prepare,
  needs: Needs,
  signal: AbortSignal,
): Promise<Draft | null> {
  const second = createDraft({ ...first.route, expert: first.expert }, performance.now());
  const prepareSecond = prepare(second);
  const guarded: Prepare = async (seat, limited) => {
    // It has one slot, and takes as long again.
    if (seat.engine.embedded) throw new NotHere();
    // A model of single questions cannot be told what is wrong with its answer: it would take that for the task.
    if (seat.profile.turnsMax !== undefined) throw new NotHere();
    return prepareSecond(seat, limited);
  };
  const limited = AbortSignal.any([signal, AbortSignal.timeout(REPAIR_MS)]);
  try {
    for await (const _ of writeAnswer(second, experts, guarded, { ...needs, standIn: false }, limited));
  } catch {
    // The first answer stands, whatever it was; the pool has logged its failures.
    return null;
  }
  const isWhole = second.finish === 'stop' && second.text.length >= first.text.length * SHORTEST_SHARE;
  return isWhole ? second : null;
}
