import type { Clusters } from '../clusters.ts';
import { BUCKETS, createFeatureExtractor } from '../features.ts';
import { LABELS } from '../labels.ts';
import { softmax } from '../softmax.ts';
import type { Weights } from '../weights.ts';
import { seededRandom, shuffle } from './random.ts';
import type { Row } from './rows.ts';

const CLASSES = LABELS.length;
/** The heaviest weight of a label as a whole number. 127 would fit, too, but says no more and compresses worse. */
const LEVELS = 42;

/** How the weights are fitted; chosen on held-out rows of several hands, where all near these values do as well. */
export const TRAINING = {
  seed: 7,
  epochs: 10,
  /** The weights are the mean of those after each of the last epochs: where one ends is chance. */
  averagedEpochs: 4,
  learningRate: 0.3,
  biasLearningRate: 0.01,
  /**
   * Share of the truth given to the other labels. With 0.05, 0.1 and 0.15 traps of other hands came out two points better
   * than with 0: without it, rows that are right already teach nothing more.
   */
  labelSmoothing: 0.1,
  /** Start of AdaGrad's sum of squares: keeps the first step of a rare feature bounded. */
  initialSquares: 1e-2,
} as const;

/** A row as the training sees it: the index of its label and its buckets. */
export interface Example {
  readonly label: number;
  readonly buckets: Uint32Array;
  /** How often it counts. */
  readonly weight: number;
}

/** @param weightOf how often a row counts; each once when left out */
export function toExamples(
  rows: readonly Row[],
  clusters: Clusters,
  weightOf: (row: Row) => number = () => 1,
): Example[] {
  const extract = createFeatureExtractor(clusters);
  return rows.map((row) => {
    const { buckets, count } = extract(row.text);
    return { label: LABELS.indexOf(row.label), buckets: buckets.slice(0, count), weight: weightOf(row) };
  });
}

/**
 * Fits a multinomial logistic regression by AdaGrad, one example at a time, and quantises it to whole numbers with one
 * scale per label. Deterministic: the same examples in the same order give the same bytes. The temperature is left at 1.
 */
export function train(examples: readonly Example[]): Omit<Weights, 'clusters'> {
  const weights = new Float32Array(BUCKETS * CLASSES);
  const squares = new Float32Array(BUCKETS * CLASSES).fill(TRAINING.initialSquares);
  const biases = new Float32Array(CLASSES);
  const random = seededRandom(TRAINING.seed);
  const order = Uint32Array.from(examples, (_, i) => i);
  const averaged = new Float32Array(weights.length);
  const averagedBiases = new Float32Array(CLASSES);
  for (let epoch = 0; epoch < TRAINING.epochs; epoch++) {
    shuffle(order, random);
    for (const i of order) {
      const example = examples[i];
      if (example !== undefined) step(weights, squares, biases, example);
    }
    if (epoch < TRAINING.epochs - TRAINING.averagedEpochs) continue;
    addShare(averaged, weights);
    addShare(averagedBiases, biases);
  }
  return quantise(averaged, averagedBiases);
}

function addShare(mean: Float32Array, values: Float32Array): void {
  for (let i = 0; i < mean.length; i++) mean[i] = (mean[i] ?? 0) + (values[i] ?? 0) / TRAINING.averagedEpochs;
}

function step(weights: Float32Array, squares: Float32Array, biases: Float32Array, example: Example): void {
  const { buckets, label, weight } = example;
  const scale = 1 / Math.sqrt(buckets.length);
  const errors = softmax(logits(weights, biases, buckets, scale), 1);
  for (let c = 0; c < CLASSES; c++) {
    const truth = c === label ? 1 - TRAINING.labelSmoothing : TRAINING.labelSmoothing / (CLASSES - 1);
    const error = weight * ((errors[c] ?? 0) - truth);
    biases[c] = (biases[c] ?? 0) - TRAINING.biasLearningRate * error;
    errors[c] = error * scale;
  }
  for (let i = 0; i < buckets.length; i++) {
    const row = (buckets[i] ?? 0) * CLASSES;
    for (let c = 0; c < CLASSES; c++) {
      const gradient = errors[c] ?? 0;
      const sum = (squares[row + c] ?? 0) + gradient * gradient;
      squares[row + c] = sum;
      weights[row + c] = (weights[row + c] ?? 0) - (TRAINING.learningRate * gradient) / Math.sqrt(sum);
    }
  }
}

function logits(weights: Float32Array, biases: Float32Array, buckets: Uint32Array, scale: number): number[] {
  const sums = new Array<number>(CLASSES).fill(0);
  for (let i = 0; i < buckets.length; i++) {
    const row = (buckets[i] ?? 0) * CLASSES;
    for (let c = 0; c < CLASSES; c++) sums[c] = (sums[c] ?? 0) + (weights[row + c] ?? 0);
  }
  return sums.map((sum, c) => sum * scale + (biases[c] ?? 0));
}

function quantise(weights: Float32Array, biases: Float32Array): Omit<Weights, 'clusters'> {
  const largest = new Float32Array(CLASSES);
  for (let i = 0; i < weights.length; i++) {
    largest[i % CLASSES] = Math.max(largest[i % CLASSES] ?? 0, Math.abs(weights[i] ?? 0));
  }
  const scales = largest.map((value) => value / LEVELS || 1);
  const quantised = new Int8Array(weights.length);
  for (let i = 0; i < weights.length; i++) {
    quantised[i] = Math.round((weights[i] ?? 0) / (scales[i % CLASSES] ?? 1));
  }
  return { temperature: 1, scales, biases, weights: quantised };
}
