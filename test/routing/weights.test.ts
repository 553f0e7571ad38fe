import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { deflateSync, inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { createClassifier } from '../../src/routing/classifier.ts';
import { FEATURES_VERSION } from '../../src/routing/features.ts';
import { decodeWeights, encodeWeights, weightsUrl } from '../../src/routing/weights.ts';

const bytes = readFileSync(weightsUrl);

test('the checked-in weights are those that their card describes, for these features, under 2 MB', () => {
  const card = JSON.parse(readFileSync(new URL('weights.json', weightsUrl), 'utf8'));
  expect(card.weights.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
  expect(card.features.version).toBe(FEATURES_VERSION);
  expect(decodeWeights(bytes).temperature).toBeCloseTo(card.calibration.temperature, 6);
  expect(bytes.length).toBeLessThan(2_000_000);
});

test.each(['followup/weights.json', 'plans/weights.json'])('%s was made with these weights', (file) => {
  const made = JSON.parse(readFileSync(new URL(`../../src/routing/${file}`, import.meta.url), 'utf8'));
  expect(made.classifier_sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
});

test('weights survive being written and read', () => {
  expect(Buffer.from(encodeWeights(decodeWeights(bytes))).equals(bytes)).toBe(true);
});

test('weights are read from the middle of a larger buffer as well', () => {
  const larger = new Uint8Array(bytes.length + 3);
  larger.set(bytes, 3);
  const classify = createClassifier(larger.subarray(3));
  expect(classify('solve 3x = 12')).toEqual(createClassifier(bytes)('solve 3x = 12'));
});

/** The file with another body, whose own checksum is right. */
function withBody(change: (body: Uint8Array) => Uint8Array): Uint8Array {
  const body = inflateSync(bytes.subarray(8));
  return Buffer.concat([bytes.subarray(0, 8), deflateSync(change(body), { level: 1 })]);
}

/** With field `i` (buckets, labels, words, clusters) as another number. */
function withField(i: number, value: number): Uint8Array {
  return withBody((body) => {
    new DataView(body.buffer, body.byteOffset).setUint32(4 * i, value, true);
    return body;
  });
}

test.each([
  ['nothing', new Uint8Array(0)],
  [
    'another file',
    new TextEncoder().encode('{"weights": "elsewhere", "padding": "0123456789012345678901234567890"}'),
  ],
  ['a file that was cut short', bytes.subarray(0, 100_000)],
  ['damaged weights', Uint8Array.from(bytes, (byte, i) => (i === 500_000 ? byte ^ 255 : byte))],
  ['a body of a few bytes', withBody((body) => body.subarray(0, 10))],
  ['a body that is cut short', withBody((body) => body.subarray(0, -1))],
  ['a body with more behind it', withBody((body) => Buffer.concat([body, Uint8Array.of(0)]))],
  ['weights for other buckets', withField(0, 1024)],
  ['weights with no words', withField(2, 0)],
  ['weights with more words than there are', withField(2, 2 ** 32 - 1)],
  ['weights with more clusters than there are', withField(3, 2 ** 32 - 1)],
  ['weights of another version', Uint8Array.from(bytes, (byte, i) => (i === 6 ? byte + 1 : byte))],
])('%s is refused with what to do', (_, broken) => {
  expect(() => createClassifier(broken)).toThrow(/routing weights.*router:fit/);
});
