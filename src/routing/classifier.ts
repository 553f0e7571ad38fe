import { createFeatureExtractor } from './features.ts';
import { type Classifier, LABELS, type Label } from './labels.ts';
import { softmax } from './softmax.ts';
import { decodeWeights } from './weights.ts';

/**
 * The classifier over the bytes of `weights.bin`, for example `createClassifier(await readFile(weightsUrl))`.
 * @throws Error, with what to do, when the bytes are not this version's weights; the classifier itself never throws.
 */
export function createClassifier(bytes: Uint8Array): Classifier {
  const { temperature, scales, biases, clusters, weights } = decodeWeights(bytes);
  const extract = createFeatureExtractor(clusters);
  const sums = new Int32Array(LABELS.length);
  return (text) => {
    const { buckets, count } = extract(text);
    sums.fill(0);
    for (let i = 0; i < count; i++) {
      const row = (buckets[i] ?? 0) * LABELS.length;
      for (let c = 0; c < LABELS.length; c++) sums[c] = (sums[c] ?? 0) + (weights[row + c] ?? 0);
    }
    // Without it a long message would be surer than a short one only for being long.
    const length = Math.sqrt(count);
    const logits = LABELS.map((_, c) => (biases[c] ?? 0) + ((scales[c] ?? 0) * (sums[c] ?? 0)) / length);
    const probabilities = softmax(logits, temperature);
    return Object.fromEntries(LABELS.map((label, c) => [label, probabilities[c] ?? 0])) as Record<
      Label,
      number
    >;
  };
}
