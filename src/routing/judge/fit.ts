import { LABELS, type Label, type LabelScores } from '../labels.ts';
import { type Calibration, calibrate, mix, UNFITTED } from './calibration.ts';

/** One labelled message with both opinions on it. */
export interface JudgedRow {
  readonly label: Label;
  /** The judge's probabilities as the server told them, in the order of `LABELS`. */
  readonly judge: readonly number[];
  readonly classifier: LabelScores;
}

/** What is fitted, as numbers: 1/temperature, the classifier's weight, and the bias of every label but the first. */
const RANGES: readonly (readonly [low: number, high: number])[] = [
  [0.05, 3],
  [0, 2],
  ...LABELS.slice(1).map((): [number, number] => [-3, 3]),
];
/** Like so many rows that say: stay with what is assumed. Keeps a fit on few rows from running to the edges. */
const PRIOR_ROWS = 5;
/** Rounds over all numbers; the loss is convex, and these are many more than it needs. */
const ROUNDS = 12;
const PRECISION = 1e-3;

/**
 * The calibration at which judge and classifier together are least surprised by the truth (log loss). Deterministic.
 * Far from enough rows it stays near `UNFITTED`.
 */
export function fitCalibration(rows: readonly JudgedRow[]): Calibration {
  const prior = numbersOf(UNFITTED);
  const loss = (numbers: readonly number[]) => {
    const away = numbers.reduce((sum, number, i) => sum + (number - (prior[i] ?? 0)) ** 2, 0);
    return logLoss(rows, calibrationFrom(numbers, rows.length)) * rows.length + PRIOR_ROWS * away;
  };
  let numbers = prior;
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, range] of RANGES.entries()) {
      numbers = numbers.with(
        i,
        lowest(range, (value) => loss(numbers.with(i, value))),
      );
    }
  }
  return calibrationFrom(
    numbers.map((number) => Number(number.toFixed(3))),
    rows.length,
  );
}

/** Mean surprise at the truth, in nats; 0 when there is nothing. */
export function logLoss(rows: readonly JudgedRow[], calibration: Calibration): number {
  const sum = rows.reduce((total, row) => total - Math.log(combined(row, calibration)[row.label]), 0);
  return rows.length === 0 ? 0 : sum / rows.length;
}

/** What the router would make of both opinions. */
export function combined({ classifier, judge }: JudgedRow, calibration: Calibration): LabelScores {
  return mix(calibrate(judge, calibration), classifier, calibration.classifierWeight);
}

function calibrationFrom(numbers: readonly number[], rows: number): Calibration {
  const [sharpness = 1, classifierWeight = 0, ...biases] = numbers;
  const bias = Object.fromEntries(LABELS.map((label, c) => [label, c === 0 ? 0 : (biases[c - 1] ?? 0)]));
  return { temperature: 1 / sharpness, bias: bias as Record<Label, number>, classifierWeight, rows };
}

function numbersOf({ bias, classifierWeight, temperature }: Calibration): number[] {
  return [1 / temperature, classifierWeight, ...LABELS.slice(1).map((label) => bias[label])];
}

/** Where in the range a function with one minimum is lowest. */
function lowest([low, high]: readonly [number, number], of: (value: number) => number): number {
  let [from, to] = [low, high];
  while (to - from > PRECISION) {
    const third = (to - from) / 3;
    if (of(from + third) <= of(to - third)) to -= third;
    else from += third;
  }
  return (from + to) / 2;
}
