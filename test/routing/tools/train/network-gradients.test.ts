import { expect, test } from 'vitest';
import { LABELS } from '../../../../src/routing/labels.ts';
import { DIMENSIONS, FILTERS, SPAN } from '../../../../src/routing/network/network.ts';
import { ROWS, ROWS_PER_WORD, rowsFor } from '../../../../src/routing/network/words.ts';
import { softmax } from '../../../../src/routing/softmax.ts';
import { seededRandom } from '../../../../src/routing/tools/random.ts';
import { createLearnt, fillEvenly, type Learnt } from '../../../../src/routing/tools/train/adam.ts';
import {
  createLearner,
  LEFT_OUT,
  type NetworkModel,
} from '../../../../src/routing/tools/train/network-gradients.ts';

const CLASSES = LABELS.length;
const WINDOW = SPAN * DIMENSIONS;
const DROPS = 99;
const FACTOR = 0.7;
/** Few rows, so that some words share theirs. */
const ROWS_USED = 30;
const random = seededRandom(5);
const model: NetworkModel = {
  vectors: createLearnt(rowsFor(2) * DIMENSIONS),
  filters: createLearnt(FILTERS * WINDOW),
  thresholds: createLearnt(FILTERS),
  votes: createLearnt(FILTERS * CLASSES),
  biases: createLearnt(CLASSES),
};
for (const learnt of Object.values(model)) fillEvenly(learnt, 0.4, random);
const words = Uint16Array.from({ length: 9 * ROWS_PER_WORD }, () => Math.floor(random() * ROWS_USED));
const truth = [0.1, 0.5, 0.2, 0.15, 0.05];

/** The loss as it is defined, with the same things left out. */
function loss(): number {
  const draw = seededRandom(DROPS);
  const { biases, filters, thresholds, vectors, votes } = model;
  const count = words.length / ROWS_PER_WORD;
  const read = new Float64Array((count + 2) * DIMENSIONS);
  for (const [i, row] of words.entries()) {
    const rate = LEFT_OUT[ROWS[i % ROWS_PER_WORD] ?? 'word'];
    const factor = rate > 0 && draw() < rate ? 0 : 1 / (1 - rate);
    const at = (Math.floor(i / ROWS_PER_WORD) + 1) * DIMENSIONS;
    for (let d = 0; d < DIMENSIONS; d++) {
      read[at + d] = (read[at + d] ?? 0) + factor * (vectors.values[row * DIMENSIONS + d] ?? 0);
    }
  }
  const logits = Array.from(biases.values);
  for (let f = 0; f < FILTERS; f++) {
    let best = 0;
    for (let i = 0; i < count; i++) {
      let fit = thresholds.values[f] ?? 0;
      for (let k = 0; k < WINDOW; k++) {
        fit += (read[i * DIMENSIONS + k] ?? 0) * (filters.values[f * WINDOW + k] ?? 0);
      }
      best = Math.max(best, fit);
    }
    const factor = draw() < LEFT_OUT.votes ? 0 : 1 / (1 - LEFT_OUT.votes);
    for (let c = 0; c < CLASSES; c++) {
      logits[c] = (logits[c] ?? 0) + best * factor * (votes.values[f * CLASSES + c] ?? 0);
    }
  }
  const surprise = softmax(logits, 1).map((probability, c) => -(truth[c] ?? 0) * Math.log(probability));
  return FACTOR * surprise.reduce((sum, value) => sum + value, 0);
}

/** How much the loss grows with a number, measured. */
function slope({ values }: Learnt, i: number): number {
  const value = values[i] ?? 0;
  // As far to both sides as the floats allow.
  const [up, down] = [Math.fround(value + 2 ** -8), Math.fround(value - 2 ** -8)];
  values[i] = up;
  const above = loss();
  values[i] = down;
  const below = loss();
  values[i] = value;
  return (above - below) / (up - down);
}

createLearner(model, seededRandom(DROPS))({ words, truth, weight: 1 }, FACTOR);

test.each(Object.keys(model) as (keyof NetworkModel)[])(
  'the gradients of the %s are the slopes of the loss',
  (name) => {
    const learnt = model[name];
    const size = name === 'vectors' ? ROWS_USED * DIMENSIONS : learnt.values.length;
    let telling = 0;
    for (let n = 0; n < 60; n++) {
      const i = Math.floor(random() * size);
      const gradient = learnt.gradients[i] ?? 0;
      if (Math.abs(gradient) > 0.02) telling++;
      const measured = slope(learnt, i);
      expect(Math.abs(measured - gradient)).toBeLessThan(2e-3 + 0.02 * Math.abs(gradient));
    }
    // Of as many as there are; small ones would be right by chance.
    expect(telling).toBeGreaterThanOrEqual(Math.min(5, size));
  },
);

test('a text without words teaches the biases alone', () => {
  const fresh = Object.fromEntries(
    Object.entries(model).map(([name, { values }]) => [name, { ...createLearnt(values.length), values }]),
  ) as unknown as NetworkModel;
  createLearner(fresh, seededRandom(1))({ words: new Uint16Array(), truth, weight: 1 }, 1);
  const taught = Object.entries(fresh).filter(([, { gradients }]) =>
    gradients.some((gradient: number) => gradient !== 0),
  );
  expect(taught.map(([name]) => name)).toEqual(['biases']);
});
