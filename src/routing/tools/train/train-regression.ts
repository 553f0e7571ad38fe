import { attend, PLACES, placeOf } from '../../attention.ts';
import { addBuckets } from '../../classifier.ts';
import { BUCKETS, featureValue } from '../../features.ts';
import { LABELS } from '../../labels.ts';
import type { Parts } from '../../reader.ts';
import { softmax } from '../../softmax.ts';
import type { Regression } from '../../weights.ts';
import { seededRandom, shuffle } from '../random.ts';
import { addToMean, createParameters, descend, type Parameters, quantise } from './parameters.ts';

const CLASSES = LABELS.length;
/** The heaviest weight of a label as a whole number. 28 says no more; with 20 there is room for the network in 2 MB. */
const LEVELS = 20;

/** How the regression is fitted; chosen on held-out rows of several hands, where all near these values do as well. */
export const REGRESSION = {
  seed: 7,
  epochs: 10,
  /** The weights are the mean of those after each of the last epochs: where one ends is chance. */
  averagedEpochs: 4,
  learningRate: 0.3,
  biasLearningRate: 0.01,
  /** Share of a text's features that is left out each time it is shown, so that none is relied on alone. */
  leftOut: 0.25,
  initialSquares: 1e-2,
  /** Every text has a clause in one of the few places, so these begin as if much was seen of them. */
  initialPlaceSquares: 1,
} as const;

/** A text as the regression is trained on it: its buckets and those of its clauses. */
export interface RegressionExample extends Pick<Parts, 'clauses' | 'whole'> {
  /** What the probability of each label should be. */
  readonly truth: readonly number[];
  /** How often it counts. */
  readonly weight: number;
}

/** All that is learnt. */
interface Model {
  /** Bucket after bucket, in each one number per label. */
  readonly weights: Parameters;
  readonly biases: Parameters;
  /** The attention's: one number for each bucket, and one for each place. */
  readonly asks: Parameters;
  readonly places: Parameters;
}

/** What a clause adds to the logits, and by how much. */
interface ClauseSays {
  readonly sums: readonly number[];
  readonly share: number;
}

/**
 * Fits a multinomial logistic regression over the text and over its clauses, weighed by an attention that is learnt with
 * it, by AdaGrad, one example at a time and part by part; and quantises it to whole numbers with one scale per label.
 * Deterministic: the same examples in the same order give the same bytes.
 */
export function trainRegression(examples: readonly RegressionExample[]): Regression {
  const { averagedEpochs, epochs, initialPlaceSquares, initialSquares, leftOut, seed } = REGRESSION;
  const model: Model = {
    weights: createParameters(BUCKETS * CLASSES, initialSquares),
    biases: createParameters(CLASSES, 0),
    asks: createParameters(BUCKETS, initialSquares),
    places: createParameters(PLACES, initialPlaceSquares),
  };
  const random = seededRandom(seed);
  const thin = (buckets: Uint32Array) => buckets.filter(() => random() >= leftOut);
  const order = [...examples];
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const example of order) {
      const { clauses, whole } = example;
      step(model, { ...example, whole: thin(whole), clauses: clauses.map(thin) });
    }
    if (epoch < epochs - averagedEpochs) continue;
    for (const parameters of Object.values(model)) addToMean(parameters, averagedEpochs);
  }
  const { scales, weights } = quantise(model.weights, CLASSES, LEVELS);
  const asks = quantise(model.asks, 1, LEVELS);
  // Sums of what was left in, each over the root of how many that were, are smaller by this than those of whole texts.
  const whole = Math.sqrt(1 - leftOut);
  return {
    weights,
    scales: scales.map((scale) => scale * whole),
    biases: model.biases.mean,
    attention: { scale: (asks.scales[0] ?? 1) * whole, weights: asks.weights, places: model.places.mean },
  };
}

function step(model: Model, example: RegressionExample): void {
  const { clauses, truth, weight, whole } = example;
  const says = listen(model, clauses);
  const logits = sumFeatures(model.weights, whole).map(
    (sum, c) =>
      sum +
      (model.biases.values[c] ?? 0) +
      says.reduce((of, { share, sums }) => of + share * (sums[c] ?? 0), 0),
  );
  const errors = softmax(logits, 1).map((probability, c) => weight * (probability - (truth[c] ?? 0)));
  for (let c = 0; c < CLASSES; c++) {
    model.biases.values[c] = (model.biases.values[c] ?? 0) - REGRESSION.biasLearningRate * (errors[c] ?? 0);
  }
  correct(model.weights, whole, errors, 1);
  for (const [i, clause] of clauses.entries()) correct(model.weights, clause, errors, says[i]?.share ?? 0);
  if (clauses.length > 1) attendBetter(model, clauses, says, errors);
}

function listen({ asks, places, weights }: Model, clauses: readonly Uint32Array[]): ClauseSays[] {
  const shares = attend({ scale: 1, weights: asks.values, places: places.values }, clauses);
  return clauses.map((buckets, i) => ({ sums: sumFeatures(weights, buckets), share: shares[i] ?? 0 }));
}

/** The sums of each label's weights, each feature by what it says. */
function sumFeatures({ values }: Parameters, buckets: Uint32Array): number[] {
  const sums = new Float64Array(CLASSES);
  addBuckets(sums, values, buckets);
  const value = featureValue(buckets.length);
  return Array.from(sums, (sum) => sum * value);
}

function correct(weights: Parameters, buckets: Uint32Array, errors: readonly number[], share: number): void {
  const gradients = errors.map((error) => error * share * featureValue(buckets.length));
  for (let i = 0; i < buckets.length; i++) {
    const row = (buckets[i] ?? 0) * CLASSES;
    for (let c = 0; c < CLASSES; c++) descend(weights, row + c, gradients[c] ?? 0, REGRESSION.learningRate);
  }
}

/** A clause that would have made the error larger than its neighbours do gets less attention. */
function attendBetter(
  { asks, places }: Model,
  clauses: readonly Uint32Array[],
  says: readonly ClauseSays[],
  errors: readonly number[],
): void {
  const harms = says.map(({ sums }) => sums.reduce((of, sum, c) => of + sum * (errors[c] ?? 0), 0));
  const mean = says.reduce((of, { share }, i) => of + share * (harms[i] ?? 0), 0);
  for (const [i, buckets] of clauses.entries()) {
    const gradient = (says[i]?.share ?? 0) * ((harms[i] ?? 0) - mean);
    descend(places, placeOf(i, clauses.length), gradient, REGRESSION.learningRate);
    const each = gradient * featureValue(buckets.length);
    for (let k = 0; k < buckets.length; k++) descend(asks, buckets[k] ?? 0, each, REGRESSION.learningRate);
  }
}
