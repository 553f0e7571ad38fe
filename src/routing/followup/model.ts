import { LABELS, type Label, type LabelScores } from '../labels.ts';
import { softmax } from '../softmax.ts';
import { type Reading, read } from './read.ts';

/** Under this a classifier's "impossible" is not believed: it never saw the conversation. */
const LEAST_SCORE = 0.01;

/**
 * The terms of the model, in the order of its weights. Each label's logit is the weighted sum of its own terms:
 * `score…` is how much the classifier counts, `stay…` speaks for the last expert, `name…` for an expert that is named.
 */
export const TERMS = [
  'score',
  'score_chat',
  'score_tiny',
  'score_fresh',
  'score_own',
  'stay',
  'stay_general',
  'stay_code',
  'stay_math',
  'stay_translate',
  'stay_chat',
  'stay_tiny',
  'stay_math_digits',
  'stay_size',
  'stay_bare',
  'stay_fresh',
  'stay_own',
  'stay_opens',
  'stay_edits',
  'stay_points_back',
  'stay_asks_back',
  'stay_elliptic',
  'stay_brings_its_own',
  'stay_names_other',
  'name_agrees',
  'name_code',
  'name_math',
  'name_translate',
  'name_structured',
  'general',
  'general_tiny',
] as const;
export type Term = (typeof TERMS)[number];
export type TermWeights = Readonly<Record<Term, number>>;

/** The terms of every label, in the order of `LABELS`, each in the order of `TERMS`. */
export function termsOf(text: string, scores: LabelScores, last: Label): number[][] {
  const reading = read(text);
  return LABELS.map((label) => terms(label, reading, scores, last));
}

function terms(label: Label, r: Reading, scores: LabelScores, last: Label): number[] {
  const score = Math.log(Math.max(scores[label], LEAST_SCORE));
  const stay = label === last ? 1 : 0;
  const is = (expert: Label) => (label === expert ? 1 : 0);
  const namesOther = LABELS.some((other) => other !== last && r.names[other] > 0) && r.names[last] === 0;
  const values: TermWeights = {
    score,
    score_chat: score * r.chat,
    score_tiny: score * r.tiny,
    score_fresh: score * r.fresh,
    score_own: score * r.own,
    stay,
    stay_general: stay * is('general'),
    stay_code: stay * is('code'),
    stay_math: stay * is('math'),
    stay_translate: stay * is('translate'),
    stay_chat: stay * r.chat,
    stay_tiny: stay * r.tiny,
    stay_math_digits: stay * is('math') * r.digits,
    stay_size: stay * r.size,
    stay_bare: stay * r.bare,
    stay_fresh: stay * r.fresh,
    stay_own: stay * r.own,
    stay_opens: stay * r.opens,
    stay_edits: stay * r.edits,
    stay_points_back: stay * r.pointsBack,
    stay_asks_back: stay * r.asksBack,
    stay_elliptic: stay * r.elliptic,
    stay_brings_its_own: stay * r.bringsItsOwn,
    stay_names_other: stay * (namesOther ? 1 : 0),
    name_agrees: label === last ? 0 : r.names[label] * scores[label],
    name_code: is('code') * r.names.code,
    name_math: is('math') * r.names.math,
    name_translate: is('translate') * r.names.translate,
    name_structured: is('structured') * r.names.structured,
    general: is('general'),
    general_tiny: is('general') * r.tiny,
  };
  return TERMS.map((term) => values[term]);
}

/** The probability of every label, in the order of `LABELS`, from their terms and the weights of `TERMS`. */
export function probabilities(terms: readonly (readonly number[])[], weights: readonly number[]): number[] {
  return softmax(
    terms.map((values) => values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)),
    1,
  );
}
