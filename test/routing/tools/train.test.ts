import { expect, test } from 'vitest';
import { createClassifier } from '../../../src/routing/classifier.ts';
import { topLabel } from '../../../src/routing/labels.ts';
import { parseRows } from '../../../src/routing/tools/rows.ts';
import { toExamples, train } from '../../../src/routing/tools/train.ts';
import { encodeWeights } from '../../../src/routing/weights.ts';
import { syntheticJsonl } from './synthetic.ts';

const rows = parseRows(syntheticJsonl(), 'synthetic');

test('what was trained is told apart, in sentences that were not trained on too', () => {
  const classify = createClassifier(encodeWeights(train(toExamples(rows))));
  expect(rows.filter((row) => topLabel(classify(row.text)) !== row.label)).toEqual([]);
  expect(topLabel(classify('a prime equation'))).toBe('math');
  expect(topLabel(classify('yaml keys as json'))).toBe('structured');
});

test('training twice gives the same bytes, training on other rows does not', () => {
  const first = encodeWeights(train(toExamples(rows)));
  expect(Buffer.from(first).equals(encodeWeights(train(toExamples(rows))))).toBe(true);
  expect(Buffer.from(first).equals(encodeWeights(train(toExamples(rows.slice(1)))))).toBe(false);
});
