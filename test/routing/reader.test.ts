import { expect, test } from 'vitest';
import { type Attention, PLACES } from '../../src/routing/attention.ts';
import { parseClusters } from '../../src/routing/clusters.ts';
import { BUCKETS, createFeatureExtractor } from '../../src/routing/features.ts';
import { readWordRows } from '../../src/routing/network/words.ts';
import { createReader, MOST_VALUE, readParts, VALUE } from '../../src/routing/reader.ts';
import { createTextReader } from '../../src/routing/text.ts';
import { silentNetwork } from './network/silent-network.ts';

const clusters = parseClusters('0 tea coffee\n');
const network = silentNetwork(clusters.coarse.length);
const indifferent: Attention = {
  scale: 1,
  weights: new Int8Array(BUCKETS),
  places: new Float32Array(PLACES),
};

const read = (text: string, attention = indifferent) => {
  const { buckets, values } = createReader({ attention, clusters, network })(text);
  return new Map(Array.from(buckets, (bucket, i) => [bucket, (values[i] ?? 0) * VALUE]));
};
const partsOf = (text: string) => readParts(createFeatureExtractor(clusters), text);

test('every feature of a text and of its clauses says something, and is named once', () => {
  const text = 'I like tea, is coffee better?';
  const { clauses, whole } = partsOf(text);
  const reading = read(text);
  expect(clauses).toHaveLength(2);
  expect(new Set(reading.keys())).toEqual(new Set([whole, ...clauses].flatMap((part) => [...part])));
  const { buckets } = createReader({ attention: indifferent, clusters, network })(text);
  expect(new Set(buckets).size).toBe(buckets.length);
});

test('a feature says as much as it does in the whole, and in each clause by the share of that', () => {
  const text = 'tea, coffee';
  const { clauses, whole } = partsOf(text);
  const [first = whole, second = whole] = clauses;
  for (const [bucket, value] of read(text)) {
    const says = (part: Uint32Array, share: number) =>
      part.includes(bucket) ? share / Math.sqrt(part.length) : 0;
    expect(value).toBeCloseTo(says(whole, 1) + says(first, 0.5) + says(second, 0.5), 3);
  }
});

test('what a clause says grows with the attention it gets', () => {
  const text = 'tea, coffee';
  const [first = new Uint32Array(), second = new Uint32Array()] = partsOf(text).clauses;
  const onlySecond = second.filter((bucket) => !first.includes(bucket));
  const weights = new Int8Array(BUCKETS);
  for (const bucket of onlySecond) weights[bucket] = 100;
  const attentive = read(text, { ...indifferent, weights });
  const before = read(text);
  for (const bucket of onlySecond) expect(attentive.get(bucket)).toBeGreaterThan(before.get(bucket) ?? 9);
});

test('a text is read the same after any other', () => {
  const reader = createReader({ attention: indifferent, clusters, network });
  const first = reader('tea, then coffee');
  reader('something else: entirely');
  expect(reader('tea, then coffee')).toEqual(first);
});

test('a clause that gets next to no attention leaves nothing behind, and names nothing twice', () => {
  const [first = new Uint32Array()] = partsOf('tea, coffee').clauses;
  const weights = new Int8Array(BUCKETS);
  for (const bucket of first) weights[bucket] = -127;
  const { buckets, values } = createReader({ attention: { ...indifferent, weights }, clusters, network })(
    'tea, coffee',
  );
  expect(new Set(buckets).size).toBe(buckets.length);
  expect(values.every((value) => value > 0)).toBe(true);
});

test('nothing says more than the only feature of a text, and the longest text still says something', () => {
  for (const text of ['', 'x', `${'many words, and clauses. '.repeat(4000)}`]) {
    const { buckets, values } = createReader({ attention: indifferent, clusters, network })(text);
    expect(buckets.length).toBeGreaterThan(0);
    expect(values.every((value) => value > 0 && value <= MOST_VALUE)).toBe(true);
  }
});

test('a text is read with its own words, not with those of its last clause', () => {
  const text = 'tea, then coffee';
  expect(partsOf(text).words).toEqual(readWordRows(createTextReader(clusters)(text)));
});
