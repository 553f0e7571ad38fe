import { LABELS } from '../../labels.ts';
import { DIMENSIONS, FILTERS, type Network, type Quantised, SPAN } from '../../network/network.ts';
import { rowsFor } from '../../network/words.ts';
import { seededRandom, shuffle } from '../random.ts';
import { adamStep, createLearnt, fillEvenly } from './adam.ts';
import { createLearner, LEFT_OUT, type NetworkExample, type NetworkModel } from './network-gradients.ts';

const WINDOW = SPAN * DIMENSIONS;

/** How the network is fitted; chosen on held-out rows of several hands, where larger ones did no better. */
export const NETWORK = {
  seed: 7,
  epochs: 6,
  batch: 128,
  learningRate: 2e-3,
  /** The rate falls evenly to nothing; over the first so many batches it is reduced besides, the more the earlier. */
  warmUp: 200,
  leftOut: LEFT_OUT,
  /** Standard deviation of the words' vectors at the start. */
  spread: 0.05,
  /** How much its logits count beside those of the regression. From 0.3 to 0.7 did about as well, 1 did worse. */
  share: 0.5,
} as const;

/**
 * The heaviest number of a word's vector as a whole number, and what one unit is worth in standard deviations of them
 * all: what is larger than 2.6 of those is cut off. 4, 7 and 15 did equally well; fewer take fewer bytes. The filters are
 * few and keep a byte each.
 */
const VECTOR_LEVELS = 5;
const VECTOR_UNIT = 2.6 / VECTOR_LEVELS;
const FILTER_LEVELS = 127;

/**
 * Fits the network by Adam in batches, quantises it, and turns it down to its share. Deterministic: the same examples in
 * the same order give the same numbers.
 *
 * @param clusters how many fine clusters there are
 */
export function trainNetwork(examples: readonly NetworkExample[], clusters: number): Network {
  const { batch, epochs, learningRate, seed, spread, warmUp } = NETWORK;
  const random = seededRandom(seed);
  const model: NetworkModel = {
    vectors: createLearnt(rowsFor(clusters) * DIMENSIONS),
    filters: createLearnt(FILTERS * WINDOW),
    thresholds: createLearnt(FILTERS),
    votes: createLearnt(FILTERS * LABELS.length),
    biases: createLearnt(LABELS.length),
  };
  fillEvenly(model.vectors, spread * Math.sqrt(3), random);
  fillEvenly(model.filters, 1 / Math.sqrt(WINDOW), random);
  fillEvenly(model.votes, 1 / Math.sqrt(FILTERS), random);
  const learn = createLearner(model, random);
  const order = [...examples];
  const steps = epochs * Math.ceil(examples.length / batch);
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += batch) {
      for (const example of order.slice(from, from + batch)) learn(example, example.weight / batch);
      step++;
      const rate = learningRate * Math.min(1, step / warmUp) * (1 - (step - 1) / steps);
      for (const weights of Object.values(model)) adamStep(weights, step, rate);
    }
  }
  return toNetwork(model);
}

function toNetwork({ biases, filters, thresholds, vectors, votes }: NetworkModel): Network {
  const { share } = NETWORK;
  const squares = vectors.values.reduce((sum, value) => sum + value * value, 0);
  const vectorUnit = VECTOR_UNIT * Math.sqrt(squares / vectors.values.length);
  const largest = filters.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return {
    vectors: quantise(vectors.values, vectorUnit, VECTOR_LEVELS),
    filters: quantise(filters.values, largest / FILTER_LEVELS, FILTER_LEVELS),
    thresholds: thresholds.values,
    votes: votes.values.map((vote) => vote * share),
    biases: biases.values.map((bias) => bias * share),
  };
}

function quantise(values: Float32Array, unit: number, levels: number): Quantised {
  const asInFile = Math.fround(unit);
  return {
    values: Int8Array.from(values, (value) =>
      Math.max(-levels, Math.min(levels, Math.round(value / asInFile))),
    ),
    unit: asInFile,
  };
}
