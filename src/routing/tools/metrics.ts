import { LABELS, type Label } from '../labels.ts';

/** One judged row: what it is, what it was taken for, and how sure the judge was of that (0..1). */
export interface Outcome {
  readonly label: Label;
  readonly predicted: Label;
  readonly confidence: number;
}

export interface ClassFigures {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows that truly are of this class. */
  readonly n: number;
}

export type Confusion = Readonly<Record<Label, Readonly<Record<Label, number>>>>;

/** Share that is right; 0 when there is nothing. */
export function accuracy(outcomes: readonly Outcome[]): number {
  return ratio(outcomes.filter(isRight).length, outcomes.length);
}

/** Rows by truth, then by what they were taken for. */
export function confusion(outcomes: readonly Outcome[]): Confusion {
  return byLabel((label) =>
    byLabel((predicted) => outcomes.filter((o) => o.label === label && o.predicted === predicted).length),
  );
}

/** Precision, recall and F1 of every class; 0 where there is nothing to divide by. */
export function perClass(outcomes: readonly Outcome[]): Readonly<Record<Label, ClassFigures>> {
  return byLabel((label) => {
    const n = outcomes.filter((o) => o.label === label).length;
    const taken = outcomes.filter((o) => o.predicted === label).length;
    const right = outcomes.filter((o) => o.label === label && isRight(o)).length;
    return { precision: ratio(right, taken), recall: ratio(right, n), f1: ratio(2 * right, n + taken), n };
  });
}

/** Mean F1 of the classes that occur, as truth or as prediction. */
export function macroF1(outcomes: readonly Outcome[]): number {
  const occurring = LABELS.filter((label) =>
    outcomes.some((o) => o.label === label || o.predicted === label),
  );
  const figures = perClass(outcomes);
  return ratio(
    occurring.reduce((sum, label) => sum + figures[label].f1, 0),
    occurring.length,
  );
}

/** Rows of similar confidence: how sure they are on average, and how many of them are right, both 0..1. */
export interface CalibrationBin {
  readonly n: number;
  readonly confidence: number;
  readonly accuracy: number;
}

/** The rows in order of confidence, cut into `count` bins of equal size (±1), the least sure first; empty ones left out. */
export function calibrationBins(outcomes: readonly Outcome[], count = 10): CalibrationBin[] {
  const sorted = outcomes.toSorted((a, b) => a.confidence - b.confidence);
  return Array.from({ length: count }, (_, bin) => {
    const from = Math.floor((bin * sorted.length) / count);
    const those = sorted.slice(from, Math.floor(((bin + 1) * sorted.length) / count));
    const sum = those.reduce((total, { confidence }) => total + confidence, 0);
    return { n: those.length, confidence: ratio(sum, those.length), accuracy: accuracy(those) };
  }).filter(({ n }) => n > 0);
}

/**
 * Expected calibration error: over bins of equal size, the mean distance, by rows, between what a bin says of itself
 * and how often it is right. 0 = the confidence means what it says.
 */
export function expectedCalibrationError(outcomes: readonly Outcome[], bins = 10): number {
  const gaps = calibrationBins(outcomes, bins).map((bin) => bin.n * Math.abs(bin.confidence - bin.accuracy));
  return ratio(
    gaps.reduce((sum, gap) => sum + gap, 0),
    outcomes.length,
  );
}

/** Of the rows whose confidence reaches the threshold: their share of all, and how many of them are right. */
export function sure(
  outcomes: readonly Outcome[],
  threshold: number,
): { readonly share: number; readonly accuracy: number } {
  const those = outcomes.filter((o) => o.confidence >= threshold);
  return { share: ratio(those.length, outcomes.length), accuracy: accuracy(those) };
}

/** The value that `share` (0..1) of the numbers do not exceed (nearest rank); 0 when there are none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** Whether a row was taken for what it is. */
export function isRight(outcome: Outcome): boolean {
  return outcome.label === outcome.predicted;
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

function byLabel<T>(make: (label: Label) => T): Readonly<Record<Label, T>> {
  return Object.fromEntries(LABELS.map((label) => [label, make(label)])) as Record<Label, T>;
}
