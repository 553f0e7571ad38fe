import { describe, expect, test } from 'vitest';
import type { Label } from '../../../src/routing/labels.ts';
import {
  accuracy,
  calibrationBins,
  confusion,
  expectedCalibrationError,
  macroF1,
  type Outcome,
  perClass,
  quantile,
  sure,
} from '../../../src/routing/tools/metrics.ts';

function outcome(label: Label, predicted: Label, confidence = 1): Outcome {
  return { label, predicted, confidence };
}

const right = (confidence: number) => outcome('math', 'math', confidence);
const wrong = (confidence: number) => outcome('math', 'code', confidence);

/** Of three codes two are found, of one math one; one general was taken for code. */
const FIVE = [
  outcome('code', 'code'),
  outcome('code', 'code'),
  outcome('code', 'math'),
  outcome('math', 'math'),
  outcome('general', 'code'),
];

test('accuracy is the share that is right', () => {
  expect(accuracy(FIVE)).toBe(3 / 5);
  expect(accuracy([])).toBe(0);
});

test('the confusion matrix counts by truth, then by prediction', () => {
  const matrix = confusion(FIVE);
  expect(matrix.code).toEqual({ general: 0, code: 2, math: 1, translate: 0, structured: 0 });
  expect(matrix.general.code).toBe(1);
});

test('precision, recall and F1 are those of each class', () => {
  const figures = perClass(FIVE);
  expect(figures.code).toEqual({ precision: 2 / 3, recall: 2 / 3, f1: 2 / 3, n: 3 });
  expect(figures.math).toEqual({ precision: 1 / 2, recall: 1, f1: 2 / 3, n: 1 });
  expect(figures.general).toEqual({ precision: 0, recall: 0, f1: 0, n: 1 });
  expect(figures.structured).toEqual({ precision: 0, recall: 0, f1: 0, n: 0 });
});

test('macro-F1 is the mean over the classes that occur', () => {
  expect(macroF1(FIVE)).toBeCloseTo((2 / 3 + 2 / 3 + 0) / 3, 12);
  expect(macroF1([])).toBe(0);
});

test('calibration bins are of equal size, the least sure first, and none is empty', () => {
  const outcomes = [right(0.75), wrong(0.25), right(0.5), right(0.75)];
  expect(calibrationBins(outcomes, 2)).toEqual([
    { n: 2, confidence: 0.375, accuracy: 0.5 },
    { n: 2, confidence: 0.75, accuracy: 1 },
  ]);
  expect(calibrationBins(outcomes).map(({ n }) => n)).toEqual([1, 1, 1, 1]);
  expect(calibrationBins([])).toEqual([]);
});

describe('the calibration error', () => {
  test('is the mean gap between the confidence of a bin and its accuracy, by hand', () => {
    // Two bins of three: 0.3, 0.4, 0.5 with one right: |1.2 − 1| = 0.2; 0.8, 0.9, 1.0 with two right: |2.7 − 2| = 0.7.
    const outcomes = [wrong(0.9), right(0.3), wrong(0.5), right(0.8), wrong(0.4), right(1)];
    expect(expectedCalibrationError(outcomes, 2)).toBeCloseTo((0.2 + 0.7) / 6, 12);
  });

  test('keeps gaps of opposite signs apart only across bins', () => {
    const outcomes = [right(0.5), wrong(0.5), right(1), right(1)];
    expect(expectedCalibrationError(outcomes, 1)).toBeCloseTo(0, 12);
    expect(expectedCalibrationError([wrong(0.25), right(0.75)], 1)).toBeCloseTo(0, 12);
    expect(expectedCalibrationError([wrong(0.25), right(0.75)], 2)).toBeCloseTo(0.25, 12);
  });

  test('counts every row once when they do not divide evenly, or are fewer than the bins', () => {
    expect(expectedCalibrationError(Array.from({ length: 23 }, () => wrong(0.6)))).toBeCloseTo(0.6, 12);
    expect(expectedCalibrationError([wrong(0.6), wrong(0.6)])).toBeCloseTo(0.6, 12);
    expect(expectedCalibrationError([])).toBe(0);
  });
});

test('sure are the rows at or over the threshold', () => {
  const outcomes = [right(0.7), wrong(0.71), right(0.9), right(0.69)];
  expect(sure(outcomes, 0.7)).toEqual({ share: 3 / 4, accuracy: 2 / 3 });
  expect(sure(outcomes, 1)).toEqual({ share: 0, accuracy: 0 });
});

test.each([
  [[4, 1, 3, 2], 0.5, 2],
  [[4, 1, 3, 2], 0.99, 4],
  [[4, 1, 3, 2], 0, 1],
  [[7], 0.5, 7],
  [[], 0.5, 0],
])('of %j the quantile %d is %d', (values, share, expected) => {
  expect(quantile(values, share)).toBe(expected);
});
