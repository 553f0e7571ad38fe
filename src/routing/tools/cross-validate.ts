import { createClassifier } from '../classifier.ts';
import type { Clusters } from '../clusters.ts';
import { LABELS } from '../labels.ts';
import { encodeWeights } from '../weights.ts';
import type { Judged } from './calibrate.ts';
import type { Folds } from './folds.ts';
import type { Row } from './rows.ts';
import { type Example, train } from './train.ts';

/** A row judged by weights that were not trained on it. */
export interface JudgedRow extends Judged {
  readonly row: Row;
}

/**
 * Judges every row by weights trained on the rows of all other folds, quantised as they would ship, at temperature 1.
 * Rows of fold -1 are trained on every time and never judged. `examples[i]` and `folds[i]` belong to `rows[i]`.
 */
export function crossValidate(
  rows: readonly Row[],
  examples: readonly Example[],
  folds: Folds,
  clusters: Clusters,
): JudgedRow[] {
  const tested = [...new Set(folds)].filter((fold) => fold >= 0).sort((a, b) => a - b);
  return tested.flatMap((fold) => {
    const weights = train(examples.filter((_, i) => folds[i] !== fold));
    const classify = createClassifier(encodeWeights({ ...weights, clusters }));
    return rows
      .filter((_, i) => folds[i] === fold)
      .map((row) => {
        const scores = classify(row.text);
        return {
          row,
          probabilities: LABELS.map((label) => scores[label]),
          label: LABELS.indexOf(row.label),
        };
      });
  });
}
