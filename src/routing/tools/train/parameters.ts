/** Numbers that are learnt by AdaGrad, with the mean of what they were at the end of the last epochs. */
export interface Parameters {
  readonly values: Float32Array;
  readonly squares: Float32Array;
  readonly mean: Float32Array;
}

/** @param initialSquares start of AdaGrad's sum of squares: keeps the first step of a rare feature bounded */
export function createParameters(size: number, initialSquares: number): Parameters {
  return {
    values: new Float32Array(size),
    squares: new Float32Array(size).fill(initialSquares),
    mean: new Float32Array(size),
  };
}

/** One step against the gradient of one of them. */
export function descend({ squares, values }: Parameters, at: number, gradient: number, rate: number): void {
  const sum = (squares[at] ?? 0) + gradient * gradient;
  squares[at] = sum;
  values[at] = (values[at] ?? 0) - (rate * gradient) / Math.sqrt(sum);
}

/** Adds what they are now to the mean, as one of so many. */
export function addToMean({ mean, values }: Parameters, count: number): void {
  for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (values[i] ?? 0) / count;
}

/**
 * Their means as whole numbers up to `levels`, column by column with a scale of its own.
 *
 * @param columns how many numbers make up a row
 */
export function quantise(
  { mean }: Parameters,
  columns: number,
  levels: number,
): { readonly scales: Float32Array; readonly weights: Int8Array } {
  const largest = new Float32Array(columns);
  for (let i = 0; i < mean.length; i++) {
    largest[i % columns] = Math.max(largest[i % columns] ?? 0, Math.abs(mean[i] ?? 0));
  }
  const scales = largest.map((value) => value / levels || 1);
  const weights = new Int8Array(mean.length);
  for (let i = 0; i < mean.length; i++) weights[i] = Math.round((mean[i] ?? 0) / (scales[i % columns] ?? 1));
  return { scales, weights };
}
