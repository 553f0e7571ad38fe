import type { Clusters } from '../../clusters.ts';
import { createFeatureExtractor } from '../../features.ts';
import { LABELS, type Label } from '../../labels.ts';
import { type Parts, readParts } from '../../reader.ts';
import type { Weights } from '../../weights.ts';
import type { Row } from '../rows.ts';
import { keyOf, type SoftLabels } from './soft-labels.ts';
import { trainNetwork } from './train-network.ts';
import { trainRegression } from './train-regression.ts';

/** What is taken for the truth of a row; chosen on held-out rows of several hands. */
export const TRUTH = {
  /**
   * Share of the truth given to the other labels. With 0.05, 0.1 and 0.15 traps of other hands came out two points better
   * than with 0: without it, rows that are right already teach nothing more.
   */
  labelSmoothing: 0.1,
  /**
   * How much of the truth is what the teacher says (teacher/NOTE.md), of a row that it has read. Of 1,894 prompts of public
   * collections 93.1% are right with it and 92.4% without; as many of our evaluation either way. 1 did as well as 0.7.
   */
  teacherShare: 0.7,
} as const;

/** A row as the training sees it: its buckets, those of its clauses, and its words. */
export interface Example extends Parts {
  /** What the probability of each label should be. */
  readonly truth: readonly number[];
  /** How often it counts. */
  readonly weight: number;
}

/**
 * @param weightOf how often a row counts; each once when left out
 * @param softLabels what the teacher says of the rows that it has read
 */
export function toExamples(
  rows: readonly Row[],
  clusters: Clusters,
  weightOf: (row: Row) => number = () => 1,
  softLabels: SoftLabels = new Map(),
): Example[] {
  const extract = createFeatureExtractor(clusters);
  return rows.map((row) => ({
    truth: truthOf(row.label, softLabels.get(keyOf(row.text))),
    weight: weightOf(row),
    ...readParts(extract, row.text),
  }));
}

function truthOf(label: Label, taught: readonly number[] | undefined): number[] {
  const { labelSmoothing, teacherShare } = TRUTH;
  return LABELS.map((other, c) => {
    const own = other === label ? 1 - labelSmoothing : labelSmoothing / (LABELS.length - 1);
    return taught === undefined ? own : (1 - teacherShare) * own + teacherShare * (taught[c] ?? 0);
  });
}

/**
 * Fits the regression and the network, each by itself: that they err in different texts is what makes them good together.
 * The temperature is left at 1. Deterministic: the same examples in the same order give the same bytes.
 */
export function train(examples: readonly Example[], clusters: Clusters): Weights {
  return {
    temperature: 1,
    ...trainRegression(examples),
    network: trainNetwork(examples, clusters.coarse.length),
    clusters,
  };
}
