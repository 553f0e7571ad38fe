import { createGoesOn, type GoesOnWeights, goesOnLogit } from '../followup/goes-on.ts';
import { termsOf } from '../followup/model.ts';
import type { FollowUpModel } from '../followup.ts';
import { LABELS } from '../labels.ts';
import { fitGoesOn, type GoesOnExample } from './fit-goes-on.ts';
import { fitTerms, type TermExample } from './fit-terms.ts';
import type { FollowUp, Opening } from './followup-data.ts';
import { FOLDS } from './train/training-data.ts';

/** What all pairs together count, in turns of dialogues. Assumed: how often subjects change differs by chat. */
export const PAIRS_WEIGHT_PER_TURN = 0.15;
/** What an opening counts beside a turn: there are ten times as many. */
export const OPENING_WEIGHT = 0.1;

export interface FollowUpData {
  readonly turns: readonly FollowUp[];
  readonly openings: readonly Opening[];
  readonly pairs: readonly FollowUp[];
}

export interface LearntFollowUp {
  readonly weights: readonly number[];
  readonly goesOn: GoesOnWeights;
}

/**
 * Fits both parts: which words go on with a talk, and how much that counts beside the other terms. The second is fitted
 * on what the first says of folds that it did not see; of what it was fitted to it would be too sure.
 */
export function learnFollowUp({ openings, pairs, turns }: FollowUpData): LearntFollowUp {
  const unseeing = Array.from({ length: FOLDS }, (_, fold) =>
    fitGoesOn(goesOnExamples(outside(turns, fold), outside(openings, fold))),
  );
  const toExample =
    (weight: number) =>
    (followUp: FollowUp): TermExample => {
      const { before, buckets, fold, label, last, scores, text } = followUp;
      const weights = unseeing[fold];
      const goesOn = weights === undefined ? 0 : goesOnLogit(weights, buckets);
      return { terms: termsOf(text, scores, last, goesOn, before), label: LABELS.indexOf(label), weight };
    };
  const pairWeight = (PAIRS_WEIGHT_PER_TURN * turns.length) / (pairs.length || 1);
  return {
    weights: fitTerms([...turns.map(toExample(1)), ...pairs.map(toExample(pairWeight))]),
    goesOn: fitGoesOn(goesOnExamples(turns, openings)),
  };
}

/** As the router uses it. */
export function toModel({ goesOn, weights }: LearntFollowUp): FollowUpModel {
  return { weights, goesOn: createGoesOn(goesOn) };
}

/** A turn for another expert than before is no going on, whatever it refers to. */
function goesOnExamples(turns: readonly FollowUp[], openings: readonly Opening[]): GoesOnExample[] {
  return [
    ...turns.map(({ buckets, label, last }) => ({ buckets, goesOn: label === last, weight: 1 })),
    ...openings.map(({ buckets }) => ({ buckets, goesOn: false, weight: OPENING_WEIGHT })),
  ];
}

function outside<T extends { readonly fold: number }>(those: readonly T[], fold: number): T[] {
  return those.filter((one) => one.fold !== fold);
}
