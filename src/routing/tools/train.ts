import { attend, PLACES, placeOf } from '../attention.ts';
import { addBuckets } from '../classifier.ts';
import type { Clusters } from '../clusters.ts';
import { BUCKETS, createFeatureExtractor, featureValue } from '../features.ts';
import { LABELS, type Label } from '../labels.ts';
import { type Parts, readParts } from '../reader.ts';
import { softmax } from '../softmax.ts';
import type { Weights } from '../weights.ts';
import { addToMean, createParameters, descend, type Parameters, quantise } from './parameters.ts';
import { seededRandom, shuffle } from './random.ts';
import type { Row } from './rows.ts';
import { keyOf, type SoftLabels } from './soft-labels.ts';

const CLASSES = LABELS.length;
/** The heaviest weight of a label as a whole number. 127 would fit, too, but says no more and compresses worse. */
const LEVELS = 28;

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
  /**
   * How much of the truth is what the teacher says (teacher/NOTE.md), of a row that it has read. Of 1,894 prompts of public
   * collections 93.1% are right with it and 92.4% without; as many of our evaluation either way. 1 did as well as 0.7.
   */
  teacherShare: 0.7,
  /** Share of a text's features that is left out each time it is shown, so that none is relied on alone. */
  leftOut: 0.25,
  initialSquares: 1e-2,
  /** Every text has a clause in one of the few places, so these begin as if much was seen of them. */
  initialPlaceSquares: 1,
} as const;

/** A row as the training sees it: its buckets and those of its clauses. */
export interface Example extends Parts {
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
 * @param weightOf how often a row counts; each once when left out
 * @param softLabels what the teacher says of the rows that it has read
 */
export function toExamples(
  rows: readonly Row[],
  clusters: Clusters,
  weightOf: (row: Row) => number = () => 1,
  softLabels: SoftLabels = new Map(),
): Example[] {
  const extract = createFeatureExtractor(clusters);
  return rows.map((row) => ({
    truth: truthOf(row.label, softLabels.get(keyOf(row.text))),
    weight: weightOf(row),
    ...readParts(extract, row.text),
  }));
}

function truthOf(label: Label, taught: readonly number[] | undefined): number[] {
  const { labelSmoothing, teacherShare } = TRAINING;
  return LABELS.map((other, c) => {
    const own = other === label ? 1 - labelSmoothing : labelSmoothing / (CLASSES - 1);
    return taught === undefined ? own : (1 - teacherShare) * own + teacherShare * (taught[c] ?? 0);
  });
}

/**
 * Fits a multinomial logistic regression over the text and over its clauses, weighed by an attention that is learnt with
 * it, by AdaGrad, one example at a time and part by part; and quantises it to whole numbers with one scale per label.
 * Deterministic: the same examples in the same order give the same bytes. The temperature is left at 1.
 */
export function train(examples: readonly Example[]): Omit<Weights, 'clusters'> {
  const { averagedEpochs, epochs, initialPlaceSquares, initialSquares, leftOut, seed } = TRAINING;
  const model: Model = {
    weights: createParameters(BUCKETS * CLASSES, initialSquares),
    biases: createParameters(CLASSES, 0),
    asks: createParameters(BUCKETS, initialSquares),
    places: createParameters(PLACES, initialPlaceSquares),
  };
  const random = seededRandom(seed);
  const thin = (buckets: Uint32Array) => buckets.filter(() => random() >= leftOut);
  const order = Uint32Array.from(examples, (_, i) => i);
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (const i of order) {
      const example = examples[i];
      if (example === undefined) continue;
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
    temperature: 1,
    weights,
    scales: scales.map((scale) => scale * whole),
    biases: model.biases.mean,
    attention: { scale: (asks.scales[0] ?? 1) * whole, weights: asks.weights, places: model.places.mean },
  };
}

function step(model: Model, example: Example): void {
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
    model.biases.values[c] = (model.biases.values[c] ?? 0) - TRAINING.biasLearningRate * (errors[c] ?? 0);
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
    for (let c = 0; c < CLASSES; c++) descend(weights, row + c, gradients[c] ?? 0, TRAINING.learningRate);
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
    descend(places, placeOf(i, clauses.length), gradient, TRAINING.learningRate);
    const each = gradient * featureValue(buckets.length);
    for (let k = 0; k < buckets.length; k++) descend(asks, buckets[k] ?? 0, each, TRAINING.learningRate);
  }
}
