import { featureValue } from './features.ts';
import { softmax } from './softmax.ts';

/** Clauses further from both ends than this are all alike. */
const PLACES_EACH_END = 4;
/** How many places a clause can stand in, as the attention tells them apart. */
export const PLACES = PLACES_EACH_END ** 2;

/** What tells which clause of a message carries its wish: a linear score of the clause's features and of its place. */
export interface Attention {
  /** What one unit of a weight is worth. */
  readonly scale: number;
  /** One number for each bucket. */
  readonly weights: Int8Array | Float32Array;
  /** The score of each place (`placeOf`), `PLACES` of them. */
  readonly places: Float32Array;
}

/** Which place the clause with this index, of so many, stands in: how near to the beginning and to the end. */
export function placeOf(index: number, count: number): number {
  const fromStart = Math.min(index, PLACES_EACH_END - 1);
  const fromEnd = Math.min(count - 1 - index, PLACES_EACH_END - 1);
  return fromStart * PLACES_EACH_END + fromEnd;
}

/**
 * The share of each clause in what the message wants; they sum to 1.
 *
 * @param clauses the distinct buckets of each, in the order of the text
 */
export function attend({ places, scale, weights }: Attention, clauses: readonly Uint32Array[]): number[] {
  const scores = clauses.map((buckets, i) => {
    let sum = 0;
    for (let k = 0; k < buckets.length; k++) sum += weights[buckets[k] ?? 0] ?? 0;
    return (places[placeOf(i, clauses.length)] ?? 0) + scale * sum * featureValue(buckets.length);
  });
  return softmax(scores, 1);
}
