import { logitsOf, sumRows } from '../../classifier.ts';
import { BUCKETS } from '../../features.ts';
import { LABELS } from '../../labels.ts';
import { type Reading, VALUE } from '../../reader.ts';
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
export interface LearntExample extends Reading {
  /** Index in `LABELS`. */
  readonly label: number;
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
  /** How much each of its buckets says. */
  readonly says: Float64Array;
  /** How much each of its buckets moves, in their order. */
  readonly gives: Float64Array;
  /** What it pulls each label by so far; never more than its weight. */
  readonly pull: Float64Array;
}

/**
 * The base weights, moved as little as makes the examples likely: the logistic loss on the examples and, for every
 * weight, the square of how far it is moved, dearer the more known messages have its bucket. That is solved by its dual,
 * one example at a time, so there is no learning rate, and no example pulls more than its weight. Temperature, biases,
 * scales, attention and network stay as they are. Deterministic for the same examples in the same order.
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
  const pulling = examples.map((example) => {
    const says = Float64Array.from(example.values, (value) => value * VALUE);
    // So that a text of one clause, which says all twice, pulls no harder than one of many.
    const most = strength / says.reduce((sum, value) => sum + value ** 2, 0);
    const give = (bucket: number) => most / (1 + (shares[bucket] ?? 0) / ADAPTING.commonShare);
    return {
      ...example,
      before: logitsOf(base, example),
      says,
      gives: Float64Array.from(example.buckets, give),
      pull: new Float64Array(CLASSES),
    };
  });
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
  const { before, buckets, gives, label, pull, says, weight } = example;
  const sums = sumRows(moved, example);
  const logits = before.map((logit, c) => logit + (sums[c] ?? 0));
  const own = gives.reduce((sum, give, i) => sum + give * (says[i] ?? 0) ** 2, 0);
  const damping = 1 / (1 + (weight * own) / (2 * temperature));
  const steps = softmax(logits, temperature).map((probability, c) => {
    const wanted = weight * ((c === label ? 1 : 0) - probability);
    const step = damping * (wanted - (pull[c] ?? 0));
    pull[c] = (pull[c] ?? 0) + step;
    return step;
  });
  for (let i = 0; i < buckets.length; i++) {
    const row = (buckets[i] ?? 0) * CLASSES;
    const give = (gives[i] ?? 0) * (says[i] ?? 0);
    for (let c = 0; c < CLASSES; c++) moved[row + c] = (moved[row + c] ?? 0) + give * (steps[c] ?? 0);
  }
  return Math.max(...steps.map(Math.abs));
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
