import { probabilities, TERMS } from '../followup/model.ts';

/** One turn with the last expert known: each label's terms, the index of the right label, and what it counts. */
export interface TermExample {
  readonly terms: readonly (readonly number[])[];
  readonly label: number;
  readonly weight: number;
}

/** How the follow-up weights are fitted. The problem is convex and small: Newton's method needs a handful of steps. */
export const TERM_FIT = {
  iterations: 12,
  /** Pull towards 0 (towards 1 for `score`, the classifier as it is), in examples. */
  pull: 1,
  decimals: 3,
} as const;

const SIZE = TERMS.length;
const START: readonly number[] = TERMS.map((term) => (term === 'score' ? 1 : 0));

/**
 * Fits a conditional logit from a fixed start: the same examples give the same weights, in the order of `TERMS`, rounded
 * so that the last bits of a machine's arithmetic do not show.
 */
export function fitTerms(examples: readonly TermExample[]): number[] {
  let weights: readonly number[] = START;
  for (let iteration = 0; iteration < TERM_FIT.iterations; iteration++) {
    const gradient = weights.map((weight, i) => TERM_FIT.pull * (weight - (START[i] ?? 0)));
    const hessian = Array.from({ length: SIZE }, (_, i) =>
      Float64Array.from({ length: SIZE }, (_, j) => (i === j ? TERM_FIT.pull : 0)),
    );
    for (const example of examples) addExample(gradient, hessian, example, weights);
    const step = solve(hessian, gradient);
    weights = descend(examples, weights, step);
  }
  return weights.map((weight) => Number(weight.toFixed(TERM_FIT.decimals)));
}

/** The longest of the step, its half, its quarter … that lowers the loss; far from the best a whole step overshoots. */
function descend(examples: readonly TermExample[], weights: readonly number[], step: readonly number[]) {
  const before = loss(examples, weights);
  for (let share = 1; share > 1e-3; share /= 2) {
    const next = weights.map((weight, i) => weight - share * (step[i] ?? 0));
    if (loss(examples, next) < before) return next;
  }
  return weights;
}

function loss(examples: readonly TermExample[], weights: readonly number[]): number {
  const pull = weights.reduce((sum, weight, i) => sum + (weight - (START[i] ?? 0)) ** 2, 0);
  return examples.reduce(
    (sum, { terms, label, weight }) =>
      sum - weight * Math.log(Math.max(probabilities(terms, weights)[label] ?? 0, Number.MIN_VALUE)),
    (TERM_FIT.pull / 2) * pull,
  );
}

/** Adds an example's log loss: its slope, and its curvature, which is the variance of the terms under the prediction. */
function addExample(
  gradient: number[],
  hessian: readonly Float64Array[],
  { terms, label, weight }: TermExample,
  weights: readonly number[],
): void {
  const predicted = probabilities(terms, weights);
  const mean = weights.map((_, i) =>
    terms.reduce((sum, values, l) => sum + (predicted[l] ?? 0) * (values[i] ?? 0), 0),
  );
  for (let i = 0; i < SIZE; i++) {
    gradient[i] = (gradient[i] ?? 0) + weight * ((mean[i] ?? 0) - (terms[label]?.[i] ?? 0));
  }
  for (const [l, values] of terms.entries()) {
    const share = weight * (predicted[l] ?? 0);
    const away = values.map((value, i) => value - (mean[i] ?? 0));
    for (const [i, row] of hessian.entries()) {
      const scaled = share * (away[i] ?? 0);
      if (scaled === 0) continue;
      for (let j = 0; j < SIZE; j++) row[j] = (row[j] ?? 0) + scaled * (away[j] ?? 0);
    }
  }
}

/** Gaussian elimination; the pull makes the matrix positive definite, so no pivoting is needed. */
function solve(matrix: readonly Float64Array[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1);
      if (factor === 0) continue;
      for (let j = i; j <= SIZE; j++) row[j] = (row[j] ?? 0) - factor * (pivot[j] ?? 0);
    }
  }
  const solution = new Array<number>(SIZE).fill(0);
  for (let i = SIZE - 1; i >= 0; i--) {
    const row = rows[i] ?? [];
    const known = solution.reduce((sum, value, j) => (j > i ? sum + value * (row[j] ?? 0) : sum), 0);
    solution[i] = ((row[SIZE] ?? 0) - known) / (row[i] ?? 1);
  }
  return solution;
}
