import { lusolve } from 'mathjs';

/** One example: the values of the terms, whether the answer is yes, and what it counts. */
export interface LogisticExample {
  readonly terms: readonly number[];
  readonly yes: boolean;
  readonly weight: number;
}

/** Convex and small: Newton's method needs a handful of steps. `pull` draws every weight towards 0, in examples. */
export const LOGISTIC_FIT = { iterations: 15, pull: 2, decimals: 3 } as const;

/**
 * Fits a logistic regression from a fixed start: the same examples give the same weights, rounded so that the last bits
 * of a machine's arithmetic do not show. The first term, the bias, is not pulled.
 */
export function fitLogistic(examples: readonly LogisticExample[]): number[] {
  const size = examples[0]?.terms.length ?? 0;
  const pulls = Array.from({ length: size }, (_, i): number => (i === 0 ? 1e-3 : LOGISTIC_FIT.pull));
  let weights: number[] = new Array<number>(size).fill(0);
  for (let iteration = 0; iteration < LOGISTIC_FIT.iterations; iteration++) {
    const gradient = weights.map((weight, i) => (pulls[i] ?? 0) * weight);
    const hessian = pulls.map((pull, i) => pulls.map((_, j) => (i === j ? pull : 0)));
    for (const { terms, weight, yes } of examples) {
      const predicted = logistic(logitOf(terms, weights));
      const error = weight * (predicted - (yes ? 1 : 0));
      const curve = weight * predicted * (1 - predicted);
      const present = [...terms.keys()].filter((i) => terms[i] !== 0);
      for (const i of present) {
        const value = terms[i] ?? 0;
        gradient[i] = (gradient[i] ?? 0) + error * value;
        const row = hessian[i] ?? [];
        for (const j of present) row[j] = (row[j] ?? 0) + curve * value * (terms[j] ?? 0);
      }
    }
    const step = (lusolve(hessian, gradient) as number[][]).map(([value]) => value ?? 0);
    weights = descend(examples, weights, step, pulls);
  }
  return weights.map((weight) => Number(weight.toFixed(LOGISTIC_FIT.decimals)));
}

/** The longest of the step, its half, its quarter … that lowers the loss; far from the best a whole step overshoots. */
function descend(
  examples: readonly LogisticExample[],
  weights: readonly number[],
  step: readonly number[],
  pulls: readonly number[],
): number[] {
  const before = loss(examples, weights, pulls);
  for (let share = 1; share > 1e-3; share /= 2) {
    const next = weights.map((weight, i) => weight - share * (step[i] ?? 0));
    if (loss(examples, next, pulls) < before) return next;
  }
  return [...weights];
}

function loss(
  examples: readonly LogisticExample[],
  weights: readonly number[],
  pulls: readonly number[],
): number {
  const pull = weights.reduce((sum, weight, i) => sum + (pulls[i] ?? 0) * weight * weight, 0) / 2;
  return examples.reduce((sum, { terms, weight, yes }) => {
    const logit = logitOf(terms, weights);
    // The logarithm of 1 + e^x, without overflow.
    return sum + weight * (Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - (yes ? logit : 0));
  }, pull);
}

function logistic(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}

/** What the terms say together. */
export function logitOf(terms: readonly number[], weights: readonly number[]): number {
  return terms.reduce((sum, value, i) => sum + value * (weights[i] ?? 0), 0);
}
