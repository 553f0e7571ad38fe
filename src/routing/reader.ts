import { type Attention, attend } from './attention.ts';
import { splitClauses } from './clauses.ts';
import type { Clusters } from './clusters.ts';
import {
  BUCKETS,
  createFeatureExtractor,
  type FeatureExtractor,
  type Features,
  featureValue,
} from './features.ts';
import { createNetworkRunner, type Network } from './network/network.ts';
import { readWordRows, type WordRows } from './network/words.ts';

/** What the classifier reads in a text: distinct buckets, and how much each says. */
export interface Reading {
  readonly buckets: Uint32Array;
  /** In units of `VALUE`, from 1 to `MOST_VALUE`; `values[i]` belongs to `buckets[i]`. */
  readonly values: Uint16Array;
  /** What the network adds to the logit of each label. */
  readonly network: readonly number[];
}

/** Whole numbers of this are kept in few bytes, and are the same once read back. */
export const VALUE = 1e-4;
/** That of a text whose only feature it is: it says 1 in the whole and 1 in the only clause. */
export const MOST_VALUE = 2 / VALUE;

/** A text as it is trained on: its features, those of each of its clauses, and its words. */
export interface Parts {
  readonly whole: Uint32Array;
  readonly clauses: readonly Uint32Array[];
  readonly words: WordRows;
}

export function readParts(extract: FeatureExtractor, text: string): Parts {
  const copyOf = ({ buckets, count }: Features) => buckets.slice(0, count);
  const features = extract(text);
  // Before the clauses, as what was extracted is valid until the next text is.
  const whole = copyOf(features);
  const words = readWordRows(features.text);
  return { whole, words, clauses: splitClauses(text).map((clause) => copyOf(extract(clause))) };
}

/** A part of a text, and how much each of its features says in units of `VALUE`. */
export interface Share {
  readonly buckets: Uint32Array;
  readonly value: number;
}

/** A text as the classifier reads it. */
export interface Shares {
  readonly parts: readonly Share[];
  /** What the network adds to the logit of each label. */
  readonly network: readonly number[];
}

interface WhatTextsAreReadWith {
  readonly attention: Attention;
  readonly clusters: Clusters;
  readonly network: Network;
}

/**
 * A reader of texts: every feature of the text by as much as there are few of them, and besides, those of each clause by
 * as much as the clause carries of the message's wish. So what is pasted or told says less than what is asked. And what the
 * network makes of its words.
 */
export function createShareReader({
  attention,
  clusters,
  network,
}: WhatTextsAreReadWith): (text: string) => Shares {
  const extract = createFeatureExtractor(clusters);
  const runNetwork = createNetworkRunner(network);
  return (text) => {
    const { clauses, whole, words } = readParts(extract, text);
    const shares = attend(attention, clauses);
    const share = (buckets: Uint32Array, says: number): Share => ({
      buckets,
      value: Math.round((says * featureValue(buckets.length)) / VALUE),
    });
    const parts = [share(whole, 1), ...clauses.map((clause, i) => share(clause, shares[i] ?? 0))];
    return { parts, network: runNetwork(words) };
  };
}

/** The same, each bucket once: what is kept of a message so that it can be learnt from. */
export function createReader(readWith: WhatTextsAreReadWith): (text: string) => Reading {
  const readShares = createShareReader(readWith);
  /** What each bucket of the text being read says, in units of `VALUE`; 0 is what no bucket of it has. */
  const sums = new Uint16Array(BUCKETS);
  /** The buckets of the text being read. */
  const found = new Uint32Array(BUCKETS);
  return (text) => {
    let count = 0;
    const { network, parts } = readShares(text);
    for (const { buckets, value } of parts) {
      if (value === 0) continue;
      for (let i = 0; i < buckets.length; i++) {
        const bucket = buckets[i] ?? 0;
        if (sums[bucket] === 0) found[count++] = bucket;
        sums[bucket] = (sums[bucket] ?? 0) + value;
      }
    }
    const reading = { buckets: found.slice(0, count), values: new Uint16Array(count), network };
    for (let i = 0; i < count; i++) {
      const bucket = found[i] ?? 0;
      reading.values[i] = sums[bucket] ?? 0;
      sums[bucket] = 0;
    }
    return reading;
  };
}
