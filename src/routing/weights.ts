import { deflateSync, inflateSync } from 'node:zlib';
import { type Attention, PLACES } from './attention.ts';
import { fromSteps, toSteps } from './byte-planes.ts';
import type { Clusters } from './clusters.ts';
import { BUCKETS, FEATURES_VERSION } from './features.ts';
import { LABELS } from './labels.ts';
import { encodeNetwork, readNetwork } from './network/file.ts';
import type { Network } from './network/network.ts';
import { createTableReader, type TableReader, tables } from './tables.ts';

/** The trained weights; whoever composes the parts reads the file and hands its bytes to `createClassifier`. */
export const weightsUrl: URL = new URL('./weights/weights.bin', import.meta.url);

/** Quantised multinomial logistic regression. The logit of label c is `biases[c] + scales[c] · Σ value · weight`. */
export interface Regression {
  /** What one unit of a weight is worth, per label. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** Bucket after bucket, in each one number per label in the order of `LABELS`. */
  readonly weights: Int8Array;
  /** What tells which clause says how much. */
  readonly attention: Attention & { readonly weights: Int8Array };
}

/** All that the classifier knows. The regression and the network add their logits. */
export interface Weights extends Regression {
  /** Logits are divided by it; fitted so that a confidence of 0.9 is right nine times in ten. */
  readonly temperature: number;
  readonly network: Network;
  /** What the features and the network know of words. */
  readonly clusters: Clusters;
}

/** "SBRW", Switchboard's routing weights. */
const MAGIC = 0x53425257;
/** Raise it with every change of the file, and of what the network's rows mean (network/words.ts). */
const FORMAT_VERSION = 6;
/** Magic, format and features: not compressed, so that a file of another version is told from a damaged one. */
const PREFIX_BYTES = 8;
/** Buckets, labels, words, clusters. */
const FIELDS_BYTES = 16;
const HASH_BYTES = 4;
const CLUSTER_BYTES = 2;
/** Over three times what the weights take; a damaged file must not fill the memory. */
const MOST_BYTES = 2 ** 24;
const OTHER_VERSION = 'they were made for another version of the features';
const DAMAGED = 'they are cut short or damaged';

/**
 * Writes the file: the versions, then, deflated, the fields (little-endian), the regression, the network and the clusters,
 * table after table.
 */
export function encodeWeights(weights: Weights): Uint8Array {
  const { attention, biases, clusters, network, scales, temperature } = weights;
  const prefix = new DataView(new ArrayBuffer(PREFIX_BYTES));
  prefix.setUint32(0, MAGIC);
  prefix.setUint16(4, FORMAT_VERSION, true);
  prefix.setUint16(6, FEATURES_VERSION, true);
  const { coarse, fine, hashes } = clusters;
  const fields = new DataView(new ArrayBuffer(FIELDS_BYTES));
  for (const [i, field] of [BUCKETS, LABELS.length, hashes.length, coarse.length].entries()) {
    fields.setUint32(4 * i, field, true);
  }
  const body = [
    new Uint8Array(fields.buffer),
    tables.floats([temperature]),
    tables.floats(scales),
    tables.floats(biases),
    tables.signed(weights.weights),
    tables.floats([attention.scale]),
    tables.floats(attention.places),
    tables.signed(attention.weights),
    ...encodeNetwork(network),
    tables.planes(toSteps(hashes), HASH_BYTES),
    tables.planes(fine, CLUSTER_BYTES),
    tables.planes(coarse, CLUSTER_BYTES),
  ];
  return Buffer.concat([new Uint8Array(prefix.buffer), deflateSync(Buffer.concat(body))]);
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
  if (bytes.byteLength < FIELDS_BYTES) throw unusable(DAMAGED);
  const fields = new DataView(bytes.buffer, bytes.byteOffset, FIELDS_BYTES);
  const field = (i: number) => fields.getUint32(4 * i, true);
  if (field(0) !== BUCKETS || field(1) !== LABELS.length) throw unusable(OTHER_VERSION);
  const read = createTableReader(bytes, FIELDS_BYTES);
  try {
    const weights = readTables(read, field(2), field(3));
    if (read.left() === 0) return weights;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw unusable(DAMAGED);
}

/**
 * @param words how many the clusters know
 * @param clusters how many fine clusters there are
 * @throws RangeError where the bytes end before the tables do
 */
function readTables(read: TableReader, words: number, clusters: number): Weights {
  const float = () => read.floats(1)[0] ?? 0;
  // In the order of the file.
  return {
    temperature: float(),
    scales: read.floats(LABELS.length),
    biases: read.floats(LABELS.length),
    weights: read.signed(BUCKETS * LABELS.length),
    attention: { scale: float(), places: read.floats(PLACES), weights: read.signed(BUCKETS) },
    network: readNetwork(read, clusters),
    clusters: {
      hashes: fromSteps(read.planes(words, HASH_BYTES)),
      fine: Uint16Array.from(read.planes(words, CLUSTER_BYTES)),
      coarse: Uint16Array.from(read.planes(clusters, CLUSTER_BYTES)),
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

function unusable(why: string): Error {
  return new Error(`The routing weights cannot be used: ${why}. Make them anew with \`npm run router:fit\`.`);
}
