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
}

/** "SBRW", Switchboard's routing weights. */
const MAGIC = 0x53425257;
const FORMAT_VERSION = 1;
const FIELDS_BYTES = 20;
const HEADER_BYTES = FIELDS_BYTES + 8 * LABELS.length;
const FILE_BYTES = HEADER_BYTES + BUCKETS * LABELS.length;

/** Writes the file: header, scales and biases (little-endian), then the weights as they are. */
export function encodeWeights(weights: Weights): Uint8Array {
  const bytes = new Uint8Array(FILE_BYTES);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC);
  view.setUint16(4, FORMAT_VERSION, true);
  view.setUint16(6, FEATURES_VERSION, true);
  view.setUint32(8, BUCKETS, true);
  view.setUint32(12, LABELS.length, true);
  view.setFloat32(16, weights.temperature, true);
  for (let c = 0; c < LABELS.length; c++) {
    view.setFloat32(FIELDS_BYTES + 4 * c, weights.scales[c] ?? 0, true);
    view.setFloat32(FIELDS_BYTES + 4 * (LABELS.length + c), weights.biases[c] ?? 0, true);
  }
  bytes.set(
    new Uint8Array(weights.weights.buffer, weights.weights.byteOffset, weights.weights.length),
    HEADER_BYTES,
  );
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
  if (bytes.byteLength !== FILE_BYTES) throw unusable(`${bytes.byteLength} bytes instead of ${FILE_BYTES}`);
  const floats = (start: number) =>
    Float32Array.from(LABELS, (_, c) => view.getFloat32(FIELDS_BYTES + 4 * (start + c), true));
  return {
    temperature: view.getFloat32(16, true),
    scales: floats(0),
    biases: floats(LABELS.length),
    weights: new Int8Array(bytes.buffer, bytes.byteOffset + HEADER_BYTES, BUCKETS * LABELS.length),
  };
}

function unusable(why: string): Error {
  return new Error(`The routing weights cannot be used: ${why}. Make them anew with \`npm run router:fit\`.`);
}
