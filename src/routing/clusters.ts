import { hashWord } from './hash.ts';

/** No cluster: the word is in no list. */
export const NO_CLUSTER = -1;

/**
 * Words of like meaning under one number, so that the classifier knows something of words that it was not trained on.
 * A fine cluster holds two dozen words on average, a coarse one the fine ones that are near each other.
 */
export interface Clusters {
  /** Hashes of all words (`hashWord`), ascending. */
  readonly hashes: Uint32Array;
  /** The fine cluster of each hash. */
  readonly fine: Uint16Array;
  /** The coarse cluster of each fine one. */
  readonly coarse: Uint16Array;
}

/**
 * Reads the lists: a fine cluster a line, first the number of its coarse cluster, then its words, with spaces between.
 * @throws Error naming the line that is none
 */
export function parseClusters(text: string): Clusters {
  const entries: [hash: number, fine: number][] = [];
  const coarse: number[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [number, ...words] = line.split(' ');
    const id = Number(number);
    if (!Number.isInteger(id) || id < 0 || id > 0xffff)
      throw new Error(`no line of clusters: ${line.slice(0, 40)}`);
    for (const word of words) entries.push([hashWord(word), coarse.length]);
    coarse.push(id);
  }
  entries.sort(([a], [b]) => a - b);
  return {
    hashes: Uint32Array.from(entries, ([hash]) => hash),
    fine: Uint16Array.from(entries, ([, fine]) => fine),
    coarse: Uint16Array.from(coarse),
  };
}

/** The fine cluster of a word's hash (signed or unsigned), or `NO_CLUSTER`. */
export function fineCluster({ fine, hashes }: Clusters, hash: number): number {
  const wanted = hash >>> 0;
  let low = 0;
  let high = hashes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((hashes[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return hashes[low] === wanted ? (fine[low] ?? NO_CLUSTER) : NO_CLUSTER;
}
