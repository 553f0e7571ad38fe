import type { Experts, Needs } from '../experts/experts.ts';
import type { Prepare, Seat } from '../experts/pool.ts';
import { writeAnswer } from './answer.ts';
import { createDraft, type Draft } from './receipt.ts';
import type { ExpertName } from './types.ts';

/** Much shorter than the first, it is no whole answer. */
const SHORTEST_SHARE = 0.5;

/** Thrown before anything is generated. */
class NotHere extends Error {}

/** One more writing of an answer. */
export interface Writing {
  /** Who writes it. */
  readonly expert: ExpertName;
  readonly prepare: (draft: Draft) => Prepare;
  /** False where this model is of no use for it. Nobody asks the embedded one: it has one slot, and takes as long again. */
  readonly suits: (seat: Seat) => boolean;
  /** It may be much shorter than the first: what was wrong may have been its length. */
  readonly anyLength?: boolean;
}

/** A model of single questions cannot be told what is wrong with its answer: it would take that for the task. */
export function canBeTold({ profile }: Seat): boolean {
  return profile.turnsMax === undefined;
}

/** Asked the same again, it may answer something else. */
export function isSampled({ profile }: Seat, expert: ExpertName): boolean {
  return (profile.sampling(expert).temperature ?? 0) > 0;
}

/**
 * An answer written once more; nothing of it is shown. Null when it could not be had whole: the model does not suit,
 * did not answer before the signal or at all, was cut off, or left much out.
 */
export async function writeAgain(
  first: Draft,
  { anyLength = false, expert, prepare, suits }: Writing,
  experts: Experts,
  needs: Needs,
  signal: AbortSignal,
): Promise<Draft | null> {
  const second = createDraft({ ...first.route, expert }, performance.now());
  const prepareSecond = prepare(second);
  const guarded: Prepare = async (seat, limited) => {
    if (seat.engine.embedded || !suits(seat)) throw new NotHere();
    return prepareSecond(seat, limited);
  };
  try {
    for await (const _ of writeAnswer(second, experts, guarded, { ...needs, standIn: false }, signal));
  } catch {
    // The first answer stands, whatever it was; the pool has logged its failures.
    return null;
  }
  const least = anyLength ? 1 : first.text.length * SHORTEST_SHARE;
  return second.finish === 'stop' && second.text.trim().length >= least ? second : null;
}
