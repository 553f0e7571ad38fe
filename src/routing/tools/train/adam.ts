/** Numbers that are learnt by Adam (Kingma and Ba, 2015), with the gradients that have gathered since the last step. */
export interface Learnt {
  readonly values: Float32Array;
  readonly gradients: Float32Array;
  /** Running means of the gradients and of their squares. */
  readonly means: Float32Array;
  readonly squares: Float32Array;
}

/** How much of the running means each step keeps, and what keeps 0 from being divided by 0 where there was no gradient yet. */
const KEPT_OF_MEAN = 0.9;
const KEPT_OF_SQUARES = 0.999;
const EPSILON = 1e-8;

export function createLearnt(size: number): Learnt {
  return {
    values: new Float32Array(size),
    gradients: new Float32Array(size),
    means: new Float32Array(size),
    squares: new Float32Array(size),
  };
}

/** Starts them with numbers that are spread evenly between plus and minus `most`. */
export function fillEvenly({ values }: Learnt, most: number, random: () => number): void {
  for (let i = 0; i < values.length; i++) values[i] = (2 * random() - 1) * most;
}

/** One step against the gradients, which begin anew. @param step from 1 */
export function adamStep({ gradients, means, squares, values }: Learnt, step: number, rate: number): void {
  const meanShare = 1 - KEPT_OF_MEAN ** step;
  const root = Math.sqrt(1 - KEPT_OF_SQUARES ** step);
  const pace = (rate * root) / meanShare;
  const least = EPSILON * root;
  for (let i = 0; i < values.length; i++) {
    const gradient = gradients[i] ?? 0;
    const mean = KEPT_OF_MEAN * (means[i] ?? 0) + (1 - KEPT_OF_MEAN) * gradient;
    const square = KEPT_OF_SQUARES * (squares[i] ?? 0) + (1 - KEPT_OF_SQUARES) * gradient * gradient;
    means[i] = mean;
    squares[i] = square;
    values[i] = (values[i] ?? 0) - (pace * mean) / (Math.sqrt(square) + least);
    gradients[i] = 0;
  }
}
