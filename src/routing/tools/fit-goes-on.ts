import { featureValue } from '../features.ts';
import { GOES_ON_BUCKETS, type GoesOnWeights } from '../followup/goes-on.ts';
import { seededRandom, shuffle } from './random.ts';

/** How the weights are fitted; chosen by cross-validation over dialogues and over the files that they stand in. */
export const GOES_ON_FIT = {
  seed: 7,
  epochs: 4,
  learningRate: 0.3,
  /** Pull towards 0 with each example, so that what a message is about says little. */
  decay: 1e-3,
  /** Start of AdaGrad's sum of squares: keeps the first step of a rare feature bounded. */
  initialSquares: 1e-3,
  decimals: 4,
} as const;

export interface GoesOnExample {
  /** Distinct, of `createGoesOnReader`. */
  readonly buckets: Uint16Array;
  readonly goesOn: boolean;
  readonly weight: number;
}

/**
 * Fits a logistic regression by AdaGrad, one example at a time, and quantises it to 8 bits. The same examples in the same
 * order give the same weights.
 */
export function fitGoesOn(examples: readonly GoesOnExample[]): GoesOnWeights {
  const { decay, epochs, initialSquares, learningRate, seed } = GOES_ON_FIT;
  const weights = new Float64Array(GOES_ON_BUCKETS);
  const squares = new Float64Array(GOES_ON_BUCKETS).fill(initialSquares);
  let bias = 0;
  let biasSquares: number = initialSquares;
  const random = seededRandom(seed);
  const order = [...examples];
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      const { buckets, goesOn, weight } = example;
      const share = featureValue(buckets.length);
      let sum = 0;
      for (const bucket of buckets) sum += weights[bucket] ?? 0;
      const predicted = 1 / (1 + Math.exp(-(bias + share * sum)));
      const error = weight * (predicted - (goesOn ? 1 : 0));
      for (const bucket of buckets) {
        const value = weights[bucket] ?? 0;
        const gradient = error * share + decay * value;
        const square = (squares[bucket] ?? 0) + gradient * gradient;
        squares[bucket] = square;
        weights[bucket] = value - (learningRate * gradient) / Math.sqrt(square);
      }
      biasSquares += error * error;
      bias -= (learningRate * error) / Math.sqrt(biasSquares);
    }
  }
  return quantise(weights, bias);
}

function quantise(weights: Float64Array, bias: number): GoesOnWeights {
  const largest = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  const scale = largest / 127 || 1;
  return {
    bias: Number(bias.toFixed(GOES_ON_FIT.decimals)),
    scale: Number(scale.toPrecision(GOES_ON_FIT.decimals)),
    weights: Int8Array.from(weights, (weight) => Math.round(weight / scale)),
  };
}
