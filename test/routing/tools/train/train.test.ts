import { expect, test } from 'vitest';
import { attend } from '../../../../src/routing/attention.ts';
import { createClassifier } from '../../../../src/routing/classifier.ts';
import { parseClusters } from '../../../../src/routing/clusters.ts';
import { createFeatureExtractor } from '../../../../src/routing/features.ts';
import { topLabel } from '../../../../src/routing/labels.ts';
import { readParts } from '../../../../src/routing/reader.ts';
import { parseRows, type Row } from '../../../../src/routing/tools/rows.ts';
import { keyOf, type SoftLabels } from '../../../../src/routing/tools/train/soft-labels.ts';
import { toExamples, train } from '../../../../src/routing/tools/train/train.ts';
import { trainRegression } from '../../../../src/routing/tools/train/train-regression.ts';
import { encodeWeights } from '../../../../src/routing/weights.ts';
import { syntheticJsonl } from '../synthetic.ts';

const clusters = parseClusters('0 prime equation integral\n1 yaml csv json\n');
const trainedOn = (some: readonly Row[]) => encodeWeights(train(toExamples(some, clusters), clusters));

const rows = parseRows(syntheticJsonl(), 'synthetic');

test('what was trained is told apart, in sentences that were not trained on too', () => {
  const classify = createClassifier(trainedOn(rows));
  expect(rows.filter((row) => topLabel(classify(row.text)) !== row.label)).toEqual([]);
  expect(topLabel(classify('a prime equation'))).toBe('math');
  expect(topLabel(classify('yaml keys as json'))).toBe('structured');
});

test('training twice gives the same bytes, training on other rows does not', () => {
  const first = trainedOn(rows);
  expect(Buffer.from(first).equals(trainedOn(rows))).toBe(true);
  expect(Buffer.from(first).equals(trainedOn(rows.slice(1)))).toBe(false);
});

test('the clause that decides gets the attention, in texts that were not trained on too', () => {
  const told = ['I wrote python', 'a prime equation', 'yaml and csv', 'in french', 'the weather'];
  const asked = { code: 'please compile it', math: 'please solve it', translate: 'please render it' };
  const [told0 = '', ...others] = told;
  const pairs = parseRows(
    Object.entries(asked)
      .flatMap(([label, wish]) =>
        others.flatMap((tells) =>
          [`${tells}, ${wish}`, `${wish}, ${tells}`].map((text) => JSON.stringify({ text, label })),
        ),
      )
      .join('\n'),
    'pairs',
  );
  const { attention } = trainRegression(toExamples(pairs, clusters));
  const extract = createFeatureExtractor(clusters);
  for (const wish of Object.values(asked)) {
    const shares = attend(attention, readParts(extract, `${told0}, ${wish}`).clauses);
    expect(shares[1]).toBeGreaterThan(0.6);
  }
});

test('a row that counts more pulls harder', () => {
  const [row] = parseRows('{"text":"please weather number 1","label":"code"}', 'one');
  if (row === undefined) throw new Error('the row counts');
  const scores = [1, 50].map((weight) => {
    const examples = toExamples([...rows, row], clusters, (one) => (one === row ? weight : 1));
    return createClassifier(encodeWeights(train(examples, clusters)))(row.text).code;
  });
  expect(scores[1]).toBeGreaterThan(scores[0] ?? 1);
});

test('what the teacher says of a row draws the row that way, and only that row', () => {
  const doubtful = rows.find(({ label }) => label === 'code');
  if (doubtful === undefined) throw new Error('the synthetic rows have code');
  const says = (softLabels: SoftLabels) =>
    createClassifier(encodeWeights(train(toExamples(rows, clusters, undefined, softLabels), clusters)))(
      doubtful.text,
    ).math;
  const taught = says(new Map([[keyOf(doubtful.text), [0, 0, 1, 0, 0]]]));
  expect(taught).toBeGreaterThan(says(new Map()));
  expect(says(new Map([[keyOf('another text'), [0, 0, 1, 0, 0]]]))).toBe(says(new Map()));
});
