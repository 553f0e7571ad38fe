import { LABELS } from '../labels.ts';
import { MOST_WORDS, ROWS_PER_WORD, type WordRows } from './words.ts';

/** How long the vector of a word is. */
export const DIMENSIONS = 32;
/** How many patterns of words are looked for; a multiple of 4. */
export const FILTERS = 128;
/** How many words each spans: one and its neighbours. */
export const SPAN = 3;
const CLASSES = LABELS.length;

/**
 * A convolution over the words of a text, and how much each of its filters speaks for each label where it fits best (Kim,
 * "Convolutional Neural Networks for Sentence Classification", 2014). It sees what words stand for and how they follow
 * each other, where the logistic regression counts which there are.
 */
export interface Network {
  /** Row after row (words.ts), `DIMENSIONS` each. */
  readonly vectors: Quantised;
  /** Filter after filter, for each word of its span `DIMENSIONS`. */
  readonly filters: Quantised;
  /** What each filter adds to what it finds. */
  readonly thresholds: Float32Array;
  /** Filter after filter, for each label in the order of `LABELS`. */
  readonly votes: Float32Array;
  readonly biases: Float32Array;
}

/** Numbers as whole numbers of a unit. */
export interface Quantised {
  readonly values: Int8Array;
  readonly unit: number;
}

/** What the network makes of a text's words: a logit for each label in the order of `LABELS`. Pure. */
export type NetworkRunner = (words: WordRows) => number[];

/**
 * Two filters are reckoned with in one number, the first of them in units of this: a float has room for both, as all are whole
 * numbers. What one comes to stays under 2^24 (three words of 32 numbers, each the sum of six bytes, times a filter's
 * byte), so it never reaches into the other's.
 */
const HIGH = 2 ** 26;
const PAIRS = FILTERS / 2;
/** What is summed for each word: what it adds to each pair as the first, the middle and the last of its span. */
const SUMS = SPAN * PAIRS;

/** A runner with its own buffers (150 KB), so that a message costs no allocation per word. */
export function createNetworkRunner(network: Network): NetworkRunner {
  const { biases, filters, thresholds, vectors, votes } = network;
  const pairs = pairUp(filters.values);
  const unit = vectors.unit * filters.unit;
  const vector = new Float64Array(DIMENSIONS);
  // A word of nothing stands before the first and behind the last.
  const sums = new Float64Array((MOST_WORDS + 2) * SUMS);
  const fits = new Float64Array(FILTERS);

  return (rows) => {
    const count = rows.length / ROWS_PER_WORD;
    for (let i = 0; i < count; i++) {
      readWord(rows, i);
      listenTo(i);
    }
    sums.fill(0, (count + 1) * SUMS, (count + 2) * SUMS);
    fits.fill(0);
    for (let i = 0; i < count; i++) fitAround(i);
    return Array.from(biases, (bias, c) => {
      let logit = bias;
      for (let f = 0; f < FILTERS; f++) logit += (fits[f] ?? 0) * (votes[f * CLASSES + c] ?? 0);
      return logit;
    });
  };

  function readWord(rows: WordRows, i: number): void {
    vector.fill(0);
    for (let k = i * ROWS_PER_WORD; k < (i + 1) * ROWS_PER_WORD; k++) {
      const from = (rows[k] ?? 0) * DIMENSIONS;
      for (let d = 0; d < DIMENSIONS; d++) vector[d] = (vector[d] ?? 0) + (vectors.values[from + d] ?? 0);
    }
  }

  /** Four at a time: a number of the word is then read once for all of them. */
  function listenTo(i: number): void {
    const at = (i + 1) * SUMS;
    for (let k = 0; k < SUMS; k += 4) {
      let a = 0;
      let b = 0;
      let c = 0;
      let e = 0;
      for (let d = 0, from = k * DIMENSIONS; d < DIMENSIONS; d++, from++) {
        const value = vector[d] ?? 0;
        a += value * (pairs[from] ?? 0);
        b += value * (pairs[from + DIMENSIONS] ?? 0);
        c += value * (pairs[from + 2 * DIMENSIONS] ?? 0);
        e += value * (pairs[from + 3 * DIMENSIONS] ?? 0);
      }
      sums[at + k] = a;
      sums[at + k + 1] = b;
      sums[at + k + 2] = c;
      sums[at + k + 3] = e;
    }
  }

  /** How well each filter fits word `i` and its neighbours. */
  function fitAround(i: number): void {
    const before = i * SUMS;
    const middle = before + SUMS + PAIRS;
    const behind = middle + SUMS + PAIRS;
    for (let p = 0; p < PAIRS; p++) {
      const both = (sums[before + p] ?? 0) + (sums[middle + p] ?? 0) + (sums[behind + p] ?? 0);
      const first = Math.round(both / HIGH);
      keepBest(2 * p, first);
      keepBest(2 * p + 1, both - first * HIGH);
    }
  }

  function keepBest(f: number, sum: number): void {
    const fit = unit * sum + (thresholds[f] ?? 0);
    if (fit > (fits[f] ?? 0)) fits[f] = fit;
  }
}

/** Pair after pair of filters, first for the first word of their span. */
function pairUp(filters: Int8Array): Float64Array {
  const pairs = new Float64Array(SUMS * DIMENSIONS);
  const at = (f: number, k: number, d: number) => filters[(f * SPAN + k) * DIMENSIONS + d] ?? 0;
  for (let k = 0; k < SPAN; k++) {
    for (let p = 0; p < PAIRS; p++) {
      for (let d = 0; d < DIMENSIONS; d++) {
        pairs[(k * PAIRS + p) * DIMENSIONS + d] = at(2 * p, k, d) * HIGH + at(2 * p + 1, k, d);
      }
    }
  }
  return pairs;
}
