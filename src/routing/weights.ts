import type { Clusters } from './clusters.ts';
import { BUCKETS, FEATURES_VERSION } from './features.ts';
import { LABELS } from './labels.ts';

/** The trained weights; whoever composes the parts reads the file and hands its bytes to `createClassifier`. */
export const weightsUrl: URL = new URL('./weights/weights.bin', import.meta.url);

/** Quantised multinomial logistic regression. The logit of label c is `biases[c] + scales[c] · Σ weights / √features`. */
export interface Weights {
  /** Logits are divided by it; fitted so that a confidence of 0.9 is right nine times in ten. */
  readonly temperature: number;
  /** What one unit of a weight is worth, per label. */
  readonly scales: Float32Array;
  readonly biases: Float32Array;
  /** Bucket after bucket, in each one number per label in the order of `LABELS`. */
  readonly weights: Int8Array;
  /** What the features know of words. */
  readonly clusters: Clusters;
}

/** "SBRW", Switchboard's routing weights. */
const MAGIC = 0x53425257;
const FORMAT_VERSION = 2;
const FIELDS_BYTES = 28;
const HEADER_BYTES = FIELDS_BYTES + 8 * LABELS.length;
const WORD_BYTES = 6;
const CLUSTER_BYTES = 2;

/** Writes the file: header, scales and biases, the clusters (all little-endian), then the weights as they are. */
export function encodeWeights({ biases, clusters, scales, temperature, weights }: Weights): Uint8Array {
  const { coarse, fine, hashes } = clusters;
  const bytes = new Uint8Array(fileBytes(hashes.length, coarse.length));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint16(4, FORMAT_VERSION, true);
  view.setUint16(6, FEATURES_VERSION, true);
  view.setUint32(8, BUCKETS, true);
  view.setUint32(12, LABELS.length, true);
  view.setFloat32(16, temperature, true);
  view.setUint32(20, hashes.length, true);
  view.setUint32(24, coarse.length, true);
  for (let c = 0; c < LABELS.length; c++) {
    view.setFloat32(FIELDS_BYTES + 4 * c, scales[c] ?? 0, true);
    view.setFloat32(FIELDS_BYTES + 4 * (LABELS.length + c), biases[c] ?? 0, true);
  }
  let at = HEADER_BYTES;
  for (const hash of hashes) {
    view.setUint32(at, hash, true);
    at += 4;
  }
  for (const id of [...fine, ...coarse]) {
    view.setUint16(at, id, true);
    at += 2;
  }
  bytes.set(new Uint8Array(weights.buffer, weights.byteOffset, weights.length), at);
  return bytes;
}

/**
 * Reads the file without copying the weights.
 * @throws Error when the bytes are not weights, are cut short, or belong to other features than this version's.
 */
export function decodeWeights(bytes: Uint8Array): Weights {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES || view.getUint32(0) !== MAGIC) throw unusable('they are not weights');
  const shape = [
    view.getUint16(4, true),
    view.getUint16(6, true),
    view.getUint32(8, true),
    view.getUint32(12, true),
  ];
  if (shape.join() !== [FORMAT_VERSION, FEATURES_VERSION, BUCKETS, LABELS.length].join()) {
    throw unusable('they were made for another version of the features');
  }
  const words = view.getUint32(20, true);
  const clusters = view.getUint32(24, true);
  const expected = fileBytes(words, clusters);
  if (bytes.byteLength !== expected) throw unusable(`${bytes.byteLength} bytes instead of ${expected}`);
  const floats = (start: number) =>
    Float32Array.from(LABELS, (_, c) => view.getFloat32(FIELDS_BYTES + 4 * (start + c), true));
  const shorts = (start: number, length: number) =>
    Uint16Array.from({ length }, (_, i) => view.getUint16(start + 2 * i, true));
  const afterWords = HEADER_BYTES + WORD_BYTES * words;
  return {
    temperature: view.getFloat32(16, true),
    scales: floats(0),
    biases: floats(LABELS.length),
    clusters: {
      hashes: Uint32Array.from({ length: words }, (_, i) => view.getUint32(HEADER_BYTES + 4 * i, true)),
      fine: shorts(HEADER_BYTES + 4 * words, words),
      coarse: shorts(afterWords, clusters),
    },
    weights: new Int8Array(
      bytes.buffer,
      bytes.byteOffset + afterWords + CLUSTER_BYTES * clusters,
      BUCKETS * LABELS.length,
    ),
  };
}

function fileBytes(words: number, clusters: number): number {
  return HEADER_BYTES + WORD_BYTES * words + CLUSTER_BYTES * clusters + BUCKETS * LABELS.length;
}

function unusable(why: string): Error {
  return new Error(`The routing weights cannot be used: ${why}. Make them anew with \`npm run router:fit\`.`);
}
