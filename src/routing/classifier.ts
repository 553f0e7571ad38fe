import { type Classifier, LABELS, type Label, type LabelScores } from './labels.ts';
import { createReader, type Reading, VALUE } from './reader.ts';
import { softmax } from './softmax.ts';
import { decodeWeights, type Weights } from './weights.ts';

/**
 * The classifier over the bytes of `weights.bin`, for example `createClassifier(await readFile(weightsUrl))`.
 * @throws Error, with what to do, when the bytes are not this version's weights; the classifier itself never throws.
 */
export function createClassifier(bytes: Uint8Array): Classifier {
  const weights = decodeWeights(bytes);
  const read = createReader(weights);
  return (text) => scoresOf(weights, read(text));
}

/** What the weights make of what was read in a text. */
export function scoresOf(weights: Weights, reading: Reading): LabelScores {
  const probabilities = softmax(logitsOf(weights, reading), weights.temperature);
  return Object.fromEntries(LABELS.map((label, c) => [label, probabilities[c] ?? 0])) as Record<
    Label,
    number
  >;
}

/** The logits of what was read in a text, before the temperature. */
export function logitsOf({ biases, scales, weights }: Weights, reading: Reading): number[] {
  return sumRows(weights, reading).map((sum, c) => (biases[c] ?? 0) + (scales[c] ?? 0) * sum);
}

/** For each label the sum of its numbers for these buckets, each times what the bucket says. */
export function sumRows(rows: Int8Array | Float64Array, { buckets, values }: Reading): number[] {
  const sums = new Float64Array(LABELS.length);
  for (let i = 0; i < buckets.length; i++) {
    const row = (buckets[i] ?? 0) * LABELS.length;
    const value = values[i] ?? 0;
    for (let c = 0; c < LABELS.length; c++) sums[c] = (sums[c] ?? 0) + value * (rows[row + c] ?? 0);
  }
  return Array.from(sums, (sum) => sum * VALUE);
}
