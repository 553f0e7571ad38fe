import { createClassifier } from '../classifier.ts';
import type { Clusters } from '../clusters.ts';
import { type Classifier, LABELS } from '../labels.ts';
import { encodeWeights } from '../weights.ts';
import type { Judged } from './calibrate.ts';
import type { Row } from './rows.ts';
import { type Example, train } from './train.ts';

/** Row i is tested in fold `folds[i]` and trained on in all others; -1: never tested. */
export type Folds = readonly number[];

/** A row judged by weights that were not trained on it. */
export interface JudgedRow extends Judged {
  readonly row: Row;
}

/** A classifier that was not trained on the rows of one fold. */
interface UnseeingClassifier {
  readonly fold: number;
  /** Quantised as it would ship, at temperature 1. */
  readonly classify: Classifier;
}

/** For each tested fold one that was trained on the rows of all others. Rows of fold -1 are trained on every time. */
export function* trainWithoutFolds(
  examples: readonly Example[],
  folds: Folds,
  clusters: Clusters,
): Generator<UnseeingClassifier> {
  const tested = [...new Set(folds)].filter((fold) => fold >= 0).sort((a, b) => a - b);
  for (const fold of tested) {
    const weights = train(examples.filter((_, i) => folds[i] !== fold));
    yield { fold, classify: createClassifier(encodeWeights({ ...weights, clusters })) };
  }
}

/**
 * Judges every row by a classifier that was not trained on it (`trainWithoutFolds`); rows of fold -1 never.
 * `examples[i]` and `folds[i]` belong to `rows[i]`.
 */
export function crossValidate(
  rows: readonly Row[],
  examples: readonly Example[],
  folds: Folds,
  clusters: Clusters,
): JudgedRow[] {
  const judged: JudgedRow[] = [];
  for (const { classify, fold } of trainWithoutFolds(examples, folds, clusters)) {
    for (const [i, row] of rows.entries()) {
      if (folds[i] !== fold) continue;
      const scores = classify(row.text);
      const probabilities = LABELS.map((label) => scores[label]);
      judged.push({ row, probabilities, label: LABELS.indexOf(row.label) });
    }
  }
  return judged;
}
