import { type Before, readBefore } from '../followup/before.ts';
import { createGoesOnReader } from '../followup/goes-on.ts';
import { read } from '../followup/read.ts';
import { type Classifier, LABELS, type Label, type LabelScores } from '../labels.ts';
import { reheat } from './calibrate.ts';
import type { Dialogue } from './dialogues.ts';
import { seededRandom, shuffle } from './random.ts';
import type { Row } from './rows.ts';
import { trainWithoutFolds } from './train/cross-validate.ts';
import type { TrainingOptions } from './train/train-side-by-side.ts';
import { choosingRows, type TrainingData } from './train/training-data.ts';

/** A message behind another one, as the model sees it, and what is right. */
export interface FollowUp {
  readonly text: string;
  readonly label: Label;
  readonly scores: LabelScores;
  readonly last: Label;
  readonly before: Before | null;
  readonly buckets: Uint16Array;
  /** It is judged by weights that saw nothing of its fold. */
  readonly fold: number;
}

/** A message that begins a conversation. */
export interface Opening {
  readonly buckets: Uint16Array;
  readonly fold: number;
}

const PAIR_SEED = 11;
/** Of our own rows so many at most begin conversations: with more, every short message looks like a beginning. */
const OPENING_ROWS = 17_000;

/** The turns behind the first of each dialogue; those of a dialogue are in one fold. */
export function turnsOf(dialogues: readonly Dialogue[], classify: Classifier, folds: number): FollowUp[] {
  const reader = createGoesOnReader();
  return dialogues.flatMap(({ turns }, d) =>
    turns.slice(1).flatMap(({ label, text }, i) => {
      const previous = turns[i];
      if (previous === undefined) return [];
      const before = readBefore(classify, previous.text, text);
      const last = previous.label;
      return [{ text, label, scores: classify(text), last, before, buckets: reader(text), fold: d % folds }];
    }),
  );
}

/** The first turns of dialogues, and labelled rows of our own, evenly from all files. */
export function openingsOf(dialogues: readonly Dialogue[], data: TrainingData, folds: number): Opening[] {
  const reader = createGoesOnReader();
  const first = dialogues.map(({ turns }, d) => ({ buckets: reader(turns[0]?.text ?? ''), fold: d % folds }));
  const own = foldedOwnRows(data);
  const every = Math.ceil(own.length / OPENING_ROWS);
  const taken = own.filter((_, i) => i % every === 0);
  return [...first, ...taken.map(({ fold, row }) => ({ buckets: reader(row.text), fold }))];
}

/** The rows of our own that some classifier was not trained on. */
function foldedOwnRows(data: TrainingData): { readonly row: Row; readonly fold: number }[] {
  const byOthers = choosingRows(data);
  return data.rows.flatMap((row, i) => {
    const fold = data.folds[i] ?? -1;
    return fold < 0 || byOthers.has(row) ? [] : [{ row, fold }];
  });
}

/**
 * Messages behind others that have nothing to do with them: a changed subject. Both are of the same fold of the training
 * data and judged by a classifier that saw neither: of what it was trained on it is too sure. Thanks never change the
 * subject, so they are left out.
 * @param count of pairs, evenly from all folds
 * @param options of the training of the folds' classifiers
 */
export async function pairsOf(
  data: TrainingData,
  temperature: number,
  count: number,
  options: TrainingOptions,
): Promise<FollowUp[]> {
  const own = foldedOwnRows(data);
  const reader = createGoesOnReader();
  const perFold = Math.floor(count / new Set(own.map(({ fold }) => fold)).size);
  const pairs: FollowUp[] = [];
  for (const { classify, fold } of await trainWithoutFolds(data, options)) {
    const calibrated = recalibrate(classify, temperature);
    const those = own
      .filter((one) => one.fold === fold && read(one.row.text).chat === 0)
      .map(({ row }) => row);
    shuffle(those, seededRandom(PAIR_SEED + fold));
    const chosen = those.slice(0, perFold + 1);
    for (const [i, { label, text }] of chosen.slice(1).entries()) {
      const previous = chosen[i];
      if (previous === undefined) continue;
      const before = readBefore(calibrated, previous.text, text);
      const scores = calibrated(text);
      pairs.push({ text, label, scores, last: previous.label, before, buckets: reader(text), fold });
    }
  }
  return pairs;
}

function recalibrate(classify: Classifier, temperature: number): Classifier {
  return (text) => {
    const scores = classify(text);
    const probabilities = reheat(
      LABELS.map((label) => scores[label]),
      temperature,
    );
    return Object.fromEntries(LABELS.map((label, c) => [label, probabilities[c] ?? 0])) as LabelScores;
  };
}
