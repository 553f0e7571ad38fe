import { BUCKETS } from '../../features.ts';
import { LABELS } from '../../labels.ts';
import { softmax } from '../../softmax.ts';
import type { Weights } from '../../weights.ts';

const CLASSES = LABELS.length;

/**
 * How the weights are moved. Of strengths from 2 to 32 and shares from 0.0001 to 1, on made-up habits of a team (the
 * test's): with these, of messages like the corrected ones 19 in 20 come out right, and the evaluation stays as it is.
 * Without regard to what is common, the evaluation loses a point.
 */
const ADAPTING = {
  /** A bucket that this share of the known messages have moves half as much as one that none has. */
  commonShare: 0.002,
  /** Rounds over the examples, at most. */
  rounds: 30,
  /** No further round once no pull changed by more: what is left to move is less than the rounding. */
  settled: 0.002,
} as const;

/** How much a bucket moves that no known message has; the first that holds its ground is taken. */
export const STRENGTHS: readonly number[] = [16, 8, 4];

/** What was learnt of one text. */
export interface LearntExample {
  /** Index in `LABELS`. */
  readonly label: number;
  readonly buckets: Uint32Array;
  /** How often it counts; over 0. */
  readonly weight: number;
}

/** What keeps the weights from moving: per bucket, the share of known messages that have it, 0..1. */
export type BucketShares = Float32Array;

/** @param texts the buckets of messages that are known to be routed well */
export function bucketShares(texts: Iterable<Uint32Array>): BucketShares {
  const shares = new Float32Array(BUCKETS);
  let count = 0;
  for (const buckets of texts) {
    count++;
    for (const bucket of buckets) shares[bucket] = (shares[bucket] ?? 0) + 1;
  }
  return count === 0 ? shares : shares.map((found) => found / count);
}

/** An example while it is learnt. */
interface Pulling extends LearntExample {
  /** Its logits by the base weights. */
  readonly before: readonly number[];
  /** How much each of its buckets moves, in their order. */
  readonly gives: Float64Array;
  /** What it pulls each label by so far; never more than its weight. */
  readonly pull: Float64Array;
}

/**
 * The base weights, moved as little as makes the examples likely: the logistic loss on the examples and, for every
 * weight, the square of how far it is moved, dearer the more known messages have its bucket. That is solved by its dual,
 * one example at a time, so there is no learning rate, and no example pulls more than its weight. Temperature, biases
 * and scales stay as they are. Deterministic for the same examples in the same order.
 *
 * @param strength one of `STRENGTHS`
 * @returns a copy
 */
export function adapt(
  base: Weights,
  examples: readonly LearntExample[],
  shares: BucketShares,
  strength: number,
): Weights {
  const give = (bucket: number) => strength / (1 + (shares[bucket] ?? 0) / ADAPTING.commonShare);
  const pulling = examples.map((example) => ({
    ...example,
    before: logitsOf(base, example.buckets),
    gives: Float64Array.from(example.buckets, give),
    pull: new Float64Array(CLASSES),
  }));
  const moved = new Float64Array(base.weights.length);
  for (let round = 0; round < ADAPTING.rounds; round++) {
    let largest = 0;
    for (const example of pulling) largest = Math.max(largest, pullOnce(moved, example, base.temperature));
    if (largest <= ADAPTING.settled) break;
  }
  return { ...base, weights: addQuantised(base, moved, examples) };
}

/** One step of dual coordinate ascent, damped by the curvature of the example's own part. @returns its largest change */
function pullOnce(moved: Float64Array, example: Pulling, temperature: number): number {
  const { before, buckets, gives, label, pull, weight } = example;
  const scale = 1 / Math.sqrt(buckets.length);
  const sums = sumRows(moved, buckets);
  const logits = before.map((logit, c) => logit + (sums[c] ?? 0) * scale);
  const own = gives.reduce((sum, value) => sum + value, 0) * scale * scale;
  const damping = 1 / (1 + (weight * own) / (2 * temperature));
  const steps = softmax(logits, temperature).map((probability, c) => {
    const wanted = weight * ((c === label ? 1 : 0) - probability);
    const step = damping * (wanted - (pull[c] ?? 0));
    pull[c] = (pull[c] ?? 0) + step;
    return step;
  });
  for (let i = 0; i < buckets.length; i++) {
    const row = (buckets[i] ?? 0) * CLASSES;
    const give = (gives[i] ?? 0) * scale;
    for (let c = 0; c < CLASSES; c++) moved[row + c] = (moved[row + c] ?? 0) + give * (steps[c] ?? 0);
  }
  return Math.max(...steps.map(Math.abs));
}

/** The logits of a text's features, before the temperature. */
export function logitsOf({ biases, scales, weights }: Weights, buckets: Uint32Array): number[] {
  const sums = sumRows(weights, buckets);
  const length = Math.sqrt(buckets.length);
  return sums.map((sum, c) => (biases[c] ?? 0) + ((scales[c] ?? 0) * sum) / length);
}

function sumRows(rows: Int8Array | Float64Array, buckets: Uint32Array): number[] {
  const sums = new Array<number>(CLASSES).fill(0);
  for (let i = 0; i < buckets.length; i++) {
    const row = (buckets[i] ?? 0) * CLASSES;
    for (let c = 0; c < CLASSES; c++) sums[c] = (sums[c] ?? 0) + (rows[row + c] ?? 0);
  }
  return sums;
}

function addQuantised(
  { scales, weights }: Weights,
  moved: Float64Array,
  examples: readonly LearntExample[],
): Int8Array {
  const adapted = weights.slice();
  for (const bucket of new Set(examples.flatMap(({ buckets }) => [...buckets]))) {
    for (let i = bucket * CLASSES; i < (bucket + 1) * CLASSES; i++) {
      const steps = Math.round((moved[i] ?? 0) / (scales[i % CLASSES] ?? 1));
      adapted[i] = Math.max(-127, Math.min(127, (weights[i] ?? 0) + steps));
    }
  }
  return adapted;
}
