import { createFeatureExtractor } from '../features.ts';
import fitted from './goes-on.json' with { type: 'json' };
import { headOf } from './read.ts';

/** Hash buckets; a power of two. */
export const GOES_ON_BUCKETS = 2 ** 14;
/** Beyond this the logit says no more: `e^6` to 1 is as good as certain. */
const LARGEST_LOGIT = 6;

/** A logistic regression in 8 bits. The logit is `bias + scale · Σ weights / √features`. */
export interface GoesOnWeights {
  readonly bias: number;
  readonly scale: number;
  /** One number for each bucket. */
  readonly weights: Int8Array;
}

/** The logit that a message goes on with what was talked about, by its words alone; from -6 to 6. */
export type GoesOn = (text: string) => number;

/**
 * The distinct buckets of a message's beginning, each under `GOES_ON_BUCKETS`. Without the classifier's word clusters, so
 * that these weights outlive the classifier's, as long as `FEATURES_VERSION` stays.
 */
export function createGoesOnReader(): (text: string) => Uint16Array {
  const extract = createFeatureExtractor({
    hashes: new Uint32Array(0),
    fine: new Uint16Array(0),
    coarse: new Uint16Array(0),
  });
  const seenIn = new Uint32Array(GOES_ON_BUCKETS);
  let generation = 0;
  return (text) => {
    const { buckets, count } = extract(headOf(text));
    generation++;
    return Uint16Array.from(buckets.subarray(0, count), (bucket) => bucket & (GOES_ON_BUCKETS - 1)).filter(
      (bucket) => {
        const isNew = seenIn[bucket] !== generation;
        seenIn[bucket] = generation;
        return isNew;
      },
    );
  };
}

/** The logit for the buckets of a message. */
export function goesOnLogit({ bias, scale, weights }: GoesOnWeights, buckets: Uint16Array): number {
  let sum = 0;
  for (const bucket of buckets) sum += weights[bucket] ?? 0;
  const logit = bias + (scale * sum) / Math.sqrt(buckets.length || 1);
  return Math.max(-LARGEST_LOGIT, Math.min(LARGEST_LOGIT, logit));
}

export function createGoesOn(weights: GoesOnWeights): GoesOn {
  const read = createGoesOnReader();
  return (text) => goesOnLogit(weights, read(text));
}

const FITTED: GoesOnWeights = {
  bias: fitted.bias,
  scale: fitted.scale,
  weights: new Int8Array(Buffer.from(fitted.weights, 'base64')),
};

/** With the checked-in weights. */
export const goesOn: GoesOn = createGoesOn(FITTED);
