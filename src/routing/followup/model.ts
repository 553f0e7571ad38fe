import { LABELS, type Label, type LabelScores } from '../labels.ts';
import { softmax } from '../softmax.ts';
import type { Before } from './before.ts';
import { type Reading, read } from './read.ts';
import { type Shared, sharedWith } from './shared.ts';

/** Under this a classifier's "impossible" is not believed: it never saw the conversation. */
const LEAST_SCORE = 0.01;

/**
 * The terms of the model, in the order of its weights. Each label's logit is the weighted sum of its own terms:
 * `score…` is how much the classifier counts, `stay…` speaks for the last expert, `name…` for an expert that is named,
 * `…joint` for what question and message are read together, `asked` for what the question was.
 */
export const TERMS = [
  'score',
  'score_chat',
  'score_tiny',
  'score_fresh',
  'score_own',
  'score_remarks',
  'score_goes_on',
  'joint',
  'asked',
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
  'stay_corrects',
  'stay_remarks',
  'stay_remarks_own',
  'stay_goes_on',
  'stay_goes_on_own',
  'stay_goes_on_chat',
  'stay_goes_on_names_other',
  'stay_joint',
  'stay_shared_words',
  'stay_shared_numbers',
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

const NOTHING_SHARED: Shared = { words: 0, numbers: 0 };

/** What is known of a message within its conversation. */
interface Known {
  readonly reading: Reading;
  readonly scores: LabelScores;
  readonly last: Label;
  /** A logit; see `GoesOn`. */
  readonly goesOn: number;
  readonly before: Before | null;
  readonly shared: Shared;
}

/**
 * The terms of every label, in the order of `LABELS`, each in the order of `TERMS`.
 * @param goesOn the logit that the message goes on with the talk, by its words
 * @param before what was asked before; terms of it are 0 when that is not known
 */
export function termsOf(
  text: string,
  scores: LabelScores,
  last: Label,
  goesOn = 0,
  before: Before | null = null,
): number[][] {
  const shared = before === null ? NOTHING_SHARED : sharedWith(text, before.question);
  const known: Known = { reading: read(text), scores, last, goesOn, before, shared };
  return LABELS.map((label) => terms(label, known));
}

function terms(label: Label, { before, goesOn, last, reading: r, scores, shared }: Known): number[] {
  const score = logOf(scores[label]);
  const joint = before === null ? 0 : logOf(before.joint[label]) - score;
  const stay = label === last ? 1 : 0;
  const is = (expert: Label) => (label === expert ? 1 : 0);
  const namesOther = LABELS.some((other) => other !== last && r.names[other] > 0) && r.names[last] === 0;
  const values: TermWeights = {
    score,
    score_chat: score * r.chat,
    score_tiny: score * r.tiny,
    score_fresh: score * r.fresh,
    score_own: score * r.own,
    score_remarks: score * r.remarks,
    score_goes_on: score * (sigmoid(goesOn) - 0.5),
    joint,
    asked: before === null ? 0 : logOf(before.asked[label]),
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
    stay_corrects: stay * r.corrects,
    stay_remarks: stay * r.remarks,
    stay_remarks_own: stay * r.remarks * r.own,
    stay_goes_on: stay * goesOn,
    stay_goes_on_own: stay * goesOn * r.own,
    stay_goes_on_chat: stay * goesOn * r.chat,
    stay_goes_on_names_other: namesOther ? stay * goesOn : 0,
    stay_joint: stay * joint,
    stay_shared_words: stay * shared.words,
    stay_shared_numbers: stay * shared.numbers,
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

function logOf(score: number): number {
  return Math.log(Math.max(score, LEAST_SCORE));
}

function sigmoid(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** The probability of every label, in the order of `LABELS`, from their terms and the weights of `TERMS`. */
export function probabilities(terms: readonly (readonly number[])[], weights: readonly number[]): number[] {
  return softmax(
    terms.map((values) => values.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0)),
    1,
  );
}
