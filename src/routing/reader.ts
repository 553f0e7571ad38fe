import { type Attention, attend } from './attention.ts';
import { splitClauses } from './clauses.ts';
import type { Clusters } from './clusters.ts';
import { BUCKETS, createFeatureExtractor, type FeatureExtractor, featureValue } from './features.ts';

/** What the classifier reads in a text: distinct buckets, and how much each says. */
export interface Reading {
  readonly buckets: Uint32Array;
  /** In units of `VALUE`, from 1 to `MOST_VALUE`; `values[i]` belongs to `buckets[i]`. */
  readonly values: Uint16Array;
}

/** Whole numbers of this are kept in few bytes, and are the same once read back. */
export const VALUE = 1e-4;
/** That of a text whose only feature it is: it says 1 in the whole and 1 in the only clause. */
export const MOST_VALUE = 2 / VALUE;

/** A text as it is trained on: its features, and those of each of its clauses. */
export interface Parts {
  readonly whole: Uint32Array;
  readonly clauses: readonly Uint32Array[];
}

export function readParts(extract: FeatureExtractor, text: string): Parts {
  const copyOf = (part: string) => {
    const { buckets, count } = extract(part);
    return buckets.slice(0, count);
  };
  return { whole: copyOf(text), clauses: splitClauses(text).map(copyOf) };
}

/** A part of a text, and how much each of its features says in units of `VALUE`. */
export interface Share {
  readonly buckets: Uint32Array;
  readonly value: number;
}

type WhatTextsAreReadWith = { readonly attention: Attention; readonly clusters: Clusters };

/**
 * A reader of texts: every feature of the text by as much as there are few of them, and besides, those of each clause by
 * as much as the clause carries of the message's wish. So what is pasted or told says less than what is asked.
 */
export function createShareReader({ attention, clusters }: WhatTextsAreReadWith): (text: string) => Share[] {
  const extract = createFeatureExtractor(clusters);
  return (text) => {
    const { clauses, whole } = readParts(extract, text);
    const shares = attend(attention, clauses);
    const share = (buckets: Uint32Array, says: number): Share => ({
      buckets,
      value: Math.round((says * featureValue(buckets.length)) / VALUE),
    });
    return [share(whole, 1), ...clauses.map((clause, i) => share(clause, shares[i] ?? 0))];
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
    for (const { buckets, value } of readShares(text)) {
      if (value === 0) continue;
      for (let i = 0; i < buckets.length; i++) {
        const bucket = buckets[i] ?? 0;
        if (sums[bucket] === 0) found[count++] = bucket;
        sums[bucket] = (sums[bucket] ?? 0) + value;
      }
    }
    const reading = { buckets: found.slice(0, count), values: new Uint16Array(count) };
    for (let i = 0; i < count; i++) {
      const bucket = found[i] ?? 0;
      reading.values[i] = sums[bucket] ?? 0;
      sums[bucket] = 0;
    }
    return reading;
  };
}
