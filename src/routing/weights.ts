import { deflateSync, inflateSync } from 'node:zlib';
import { type Attention, PLACES } from './attention.ts';
import { fromPlanes, fromSteps, toPlanes, toSteps } from './byte-planes.ts';
import type { Clusters } from './clusters.ts';
import { BUCKETS, FEATURES_VERSION } from './features.ts';
import { LABELS } from './labels.ts';

/** The trained weights; whoever composes the parts reads the file and hands its bytes to `createClassifier`. */
export const weightsUrl: URL = new URL('./weights/weights.bin', import.meta.url);

/** Quantised multinomial logistic regression. The logit of label c is `biases[c] + scales[c] · Σ value · weight`. */
export interface Weights {
  /** Logits are divided by it; fitted so that a confidence of 0.9 is right nine times in ten. */
  readonly temperature: number;
  /** What one unit of a weight is worth, per label. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** Bucket after bucket, in each one number per label in the order of `LABELS`. */
  readonly weights: Int8Array;
  /** What tells which clause says how much. */
  readonly attention: Attention & { readonly weights: Int8Array };
  /** What the features know of words. */
  readonly clusters: Clusters;
}

/** "SBRW", Switchboard's routing weights. */
const MAGIC = 0x53425257;
const FORMAT_VERSION = 5;
/** Magic, format and features: not compressed, so that a file of another version is told from a damaged one. */
const PREFIX_BYTES = 8;
const FIELDS_BYTES = 20;
/** Of floats: scales, biases, the attention's scale and places. */
const FLOATS = 2 * LABELS.length + 1 + PLACES;
const HEADER_BYTES = FIELDS_BYTES + 4 * FLOATS;
const HASH_BYTES = 4;
const CLUSTER_BYTES = 2;
/** Over four times what the weights take; a damaged file must not fill the memory. */
const MOST_BYTES = 2 ** 24;
const OTHER_VERSION = 'they were made for another version of the features';
const DAMAGED = 'they are cut short or damaged';

/**
 * Writes the file: the versions, then, deflated, fields, floats (all little-endian), the clusters in planes (the words'
 * hashes as steps), the weights and those of the attention.
 */
export function encodeWeights({
  attention,
  biases,
  clusters,
  scales,
  temperature,
  weights,
}: Weights): Uint8Array {
  const prefix = new DataView(new ArrayBuffer(PREFIX_BYTES));
  prefix.setUint32(0, MAGIC);
  prefix.setUint16(4, FORMAT_VERSION, true);
  prefix.setUint16(6, FEATURES_VERSION, true);
  const { coarse, fine, hashes } = clusters;
  const bytes = new Uint8Array(bodyBytes(hashes.length, coarse.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, BUCKETS, true);
  view.setUint32(4, LABELS.length, true);
  view.setFloat32(8, temperature, true);
  view.setUint32(12, hashes.length, true);
  view.setUint32(16, coarse.length, true);
  let at = FIELDS_BYTES;
  for (const value of [...scales, ...biases, attention.scale, ...attention.places]) {
    view.setFloat32(at, value, true);
    at += 4;
  }
  const tables = [
    toPlanes(toSteps(hashes), HASH_BYTES),
    toPlanes(fine, CLUSTER_BYTES),
    toPlanes(coarse, CLUSTER_BYTES),
    weights,
    attention.weights,
  ];
  for (const table of tables) {
    bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.length), at);
    at += table.length;
  }
  return Buffer.concat([new Uint8Array(prefix.buffer), deflateSync(bytes)]);
}

/**
 * Reads the file.
 * @throws Error when the bytes are not weights, are cut short or damaged, or belong to other features than this version's.
 */
export function decodeWeights(file: Uint8Array): Weights {
  const prefix = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < PREFIX_BYTES || prefix.getUint32(0) !== MAGIC) throw unusable('they are not weights');
  const versions = [prefix.getUint16(4, true), prefix.getUint16(6, true)];
  if (versions.join() !== [FORMAT_VERSION, FEATURES_VERSION].join()) throw unusable(OTHER_VERSION);
  const bytes = inflate(file.subarray(PREFIX_BYTES));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES) throw unusable(DAMAGED);
  if (view.getUint32(0, true) !== BUCKETS || view.getUint32(4, true) !== LABELS.length) {
    throw unusable(OTHER_VERSION);
  }
  const words = view.getUint32(12, true);
  const clusters = view.getUint32(16, true);
  const expected = bodyBytes(words, clusters);
  if (bytes.byteLength !== expected) throw unusable(`${bytes.byteLength} bytes instead of ${expected}`);
  const floats = (start: number, length: number) =>
    Float32Array.from({ length }, (_, i) => view.getFloat32(FIELDS_BYTES + 4 * (start + i), true));
  const afterHashes = HEADER_BYTES + HASH_BYTES * words;
  const afterFine = afterHashes + CLUSTER_BYTES * words;
  const afterCoarse = afterFine + CLUSTER_BYTES * clusters;
  const clustersAt = (from: number, to: number) =>
    Uint16Array.from(fromPlanes(bytes.subarray(from, to), CLUSTER_BYTES));
  const afterClusters = bytes.byteOffset + afterCoarse;
  const labels = LABELS.length;
  return {
    temperature: view.getFloat32(8, true),
    scales: floats(0, labels),
    biases: floats(labels, labels),
    clusters: {
      hashes: fromSteps(fromPlanes(bytes.subarray(HEADER_BYTES, afterHashes), HASH_BYTES)),
      fine: clustersAt(afterHashes, afterFine),
      coarse: clustersAt(afterFine, afterCoarse),
    },
    weights: new Int8Array(bytes.buffer, afterClusters, BUCKETS * labels),
    attention: {
      scale: floats(2 * labels, 1)[0] ?? 0,
      places: floats(2 * labels + 1, PLACES),
      weights: new Int8Array(bytes.buffer, afterClusters + BUCKETS * labels, BUCKETS),
    },
  };
}

function inflate(body: Uint8Array): Uint8Array {
  try {
    return inflateSync(body, { maxOutputLength: MOST_BYTES });
  } catch {
    throw unusable(DAMAGED);
  }
}

function bodyBytes(words: number, clusters: number): number {
  return (
    HEADER_BYTES +
    (HASH_BYTES + CLUSTER_BYTES) * words +
    CLUSTER_BYTES * clusters +
    BUCKETS * (LABELS.length + 1)
  );
}

function unusable(why: string): Error {
  return new Error(`The routing weights cannot be used: ${why}. Make them anew with \`npm run router:fit\`.`);
}
