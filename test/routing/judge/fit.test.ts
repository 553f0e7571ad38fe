import { expect, test } from 'vitest';
import { calibrate, mix, UNFITTED } from '../../../src/routing/judge/calibration.ts';
import { combined, fitCalibration, type JudgedRow, logLoss } from '../../../src/routing/judge/fit.ts';
import { LABELS, type LabelScores, topLabel } from '../../../src/routing/labels.ts';
import { expectedCalibrationError } from '../../../src/routing/tools/metrics.ts';
import { seededRandom } from '../../../src/routing/tools/random.ts';

const EVEN = Object.fromEntries(LABELS.map((label) => [label, 0.2])) as unknown as LabelScores;

/** A judge that is right `right` of the time and always claims 0.96; a classifier without an opinion. */
function rowsOf(count: number, right: number): JudgedRow[] {
  const random = seededRandom(7);
  return Array.from({ length: count }, (_, i) => {
    const truth = i % LABELS.length;
    const said = random() < right ? truth : (truth + 1 + Math.floor(random() * 4)) % LABELS.length;
    const judge = LABELS.map((_, c) => (c === said ? 0.96 : 0.01));
    return { label: LABELS[truth] ?? 'general', judge, classifier: EVEN };
  });
}

test('an overconfident judge is cooled until it means what it says', () => {
  const rows = rowsOf(600, 0.75);
  const fitted = fitCalibration(rows);
  expect(fitted.rows).toBe(600);
  const outcomes = rows.map((row) => {
    const scores = combined(row, fitted);
    const predicted = topLabel(scores);
    return { label: row.label, predicted, confidence: scores[predicted] };
  });
  expect(expectedCalibrationError(outcomes)).toBeLessThan(0.06);
  expect(fitted.temperature).toBeGreaterThan(1.2);
  expect(logLoss(rows, fitted)).toBeLessThan(logLoss(rows, { ...UNFITTED, temperature: 1 }));
});

test('a judge that likes one label too much gets a bias against it', () => {
  const rows = rowsOf(400, 1).map((row): JudgedRow => {
    const judge = row.judge.map((p, c) => (c === 1 ? p * 30 : p));
    const total = judge.reduce((sum, p) => sum + p, 0);
    return { ...row, judge: judge.map((p) => p / total) };
  });
  expect(fitCalibration(rows).bias.code).toBeLessThan(-0.5);
});

test('few rows move little, and the same rows give the same fit', () => {
  const few = fitCalibration(rowsOf(3, 1));
  expect(few.temperature).toBeGreaterThan(1);
  expect(Math.abs(few.classifierWeight - UNFITTED.classifierWeight)).toBeLessThan(0.2);
  expect(fitCalibration(rowsOf(50, 0.8))).toEqual(fitCalibration(rowsOf(50, 0.8)));
  expect(fitCalibration([]).temperature).toBeCloseTo(UNFITTED.temperature, 1);
});

test('what is fitted is what the router does', () => {
  const [row] = rowsOf(1, 1);
  if (row === undefined) throw new Error('no row');
  const expected = mix(calibrate(row.judge, UNFITTED), row.classifier, UNFITTED.classifierWeight);
  expect(combined(row, UNFITTED)).toEqual(expected);
});
