import { expect, test } from 'vitest';
import { parseClusters } from '../../../../src/routing/clusters.ts';
import { createNetworkRunner } from '../../../../src/routing/network/network.ts';
import { readWordRows } from '../../../../src/routing/network/words.ts';
import { createTextReader } from '../../../../src/routing/text.ts';
import type { NetworkExample } from '../../../../src/routing/tools/train/network-gradients.ts';
import { trainNetwork } from '../../../../src/routing/tools/train/train-network.ts';

const clusters = parseClusters('0 red green blue amber\n1 cat dog bird horse\n');
const read = createTextReader(clusters);
const wordsOf = (text: string) => readWordRows(read(text));

const COLOURS = ['red', 'green', 'blue'];
const ANIMALS = ['cat', 'dog', 'bird'];
const FILLING = ['please look', 'well then', 'I mean', 'so'];

function example(text: string, label: number, weight = 1): NetworkExample {
  return { words: wordsOf(text), truth: [0, 1, 2, 3, 4].map((c) => (c === label ? 1 : 0)), weight };
}

/** The same words in either order: what a bag of words cannot tell apart. */
const orders = FILLING.flatMap((filling) =>
  COLOURS.flatMap((colour) =>
    ANIMALS.flatMap((animal) => [
      example(`${filling} ${colour} ${animal} now`, 1),
      example(`${filling} ${animal} ${colour} now`, 2),
    ]),
  ),
);
/** As many rounds as it takes: a few rows alone are few batches. */
const many = Array.from({ length: 60 }, () => orders).flat();

const network = trainNetwork(many, clusters.coarse.length);

test('which word stands before which is learnt, of words of the same kinds that were not trained on, too', () => {
  const run = createNetworkRunner(network);
  const guess = (text: string) => {
    const logits = run(wordsOf(text));
    return logits.indexOf(Math.max(...logits));
  };
  expect([guess('so red dog now'), guess('so dog red now')]).toEqual([1, 2]);
  expect([guess('so amber horse now'), guess('so horse amber now')]).toEqual([1, 2]);
});

test('training twice gives the same numbers, training on other rows does not', () => {
  const some = orders.slice(0, 20);
  expect(trainNetwork(some, 2)).toEqual(trainNetwork(some, 2));
  expect(trainNetwork(some, 2)).not.toEqual(trainNetwork(some.slice(1), 2));
});

test('a row that counts more pulls harder, one without words does no harm', () => {
  const text = 'so red dog now';
  const [light = 0, heavy = 0] = [1, 40].map((weight) => {
    const rows = [...orders, example(text, 4, weight), example('?!', 0)];
    return createNetworkRunner(trainNetwork(rows, 2))(wordsOf(text))[4];
  });
  expect(heavy).toBeGreaterThan(light);
});
