import { isHan, isHangulSyllable, isThai } from './characters.ts';
import { type Clusters, fineCluster, NO_CLUSTER } from './clusters.ts';
import { extend, HASH_START } from './hash.ts';
import { MAX_CODES } from './normalize.ts';
import type { Tokens } from './tokens.ts';

/** The longest words that are looked up, in characters; Thai ones with their marks. */
const LONGEST_THAI = 14;
const LONGEST_OTHER = 8;
/** In a word that begins with Han none stands further back than this: Chinese costs no more than its own words need. */
const LONGEST_HAN = 4;

/** Words as people see them: ideographs are put together to the longest words that the clusters know. */
export interface Units {
  count: number;
  readonly hashes: Int32Array;
  /** The fine cluster, or `NO_CLUSTER`. */
  readonly fine: Int32Array;
  /** How many tokens make up the unit. */
  readonly words: Uint8Array;
}

/** Valid until the next call of the same reader. */
export type UnitReader = (tokens: Tokens) => Units;

export function createUnitReader(clusters: Clusters): UnitReader {
  const units: Units = {
    count: 0,
    hashes: new Int32Array(MAX_CODES),
    fine: new Int32Array(MAX_CODES),
    words: new Uint8Array(MAX_CODES),
  };
  return (tokens) => {
    units.count = 0;
    for (let i = 0; i < tokens.count; ) i += push(tokens, i);
    return units;
  };

  /** The unit that begins with token `i`; returns how many tokens it takes. */
  function push(tokens: Tokens, i: number): number {
    const at = units.count++;
    let hash = tokens.hashes[i] ?? 0;
    let fine = fineCluster(clusters, hash);
    let words = 1;
    if (tokens.ideograph[i] === 1) {
      const first = tokens.codes[i] ?? 0;
      // Within a word a syllable is an ending or means nothing.
      if (isHangulSyllable(first) && goesOn(tokens, i)) fine = NO_CLUSTER;
      const longest = isThai(first) ? LONGEST_THAI : LONGEST_OTHER;
      let longer = HASH_START;
      for (let k = 0; k < longest && i + k < tokens.count && tokens.ideograph[i + k] === 1; k++) {
        const next = i + k;
        if (k > 0 && !goesOn(tokens, next)) break;
        if (k >= LONGEST_HAN && isHan(first) && isHan(tokens.codes[next] ?? 0)) break;
        longer = extend(longer, tokens.codes[next] ?? 0);
        const found = k === 0 ? NO_CLUSTER : fineCluster(clusters, longer);
        if (found === NO_CLUSTER) continue;
        hash = longer;
        fine = found;
        words = k + 1;
      }
    }
    units.hashes[at] = hash;
    units.fine[at] = fine;
    units.words[at] = words;
    return words;
  }
}

/** No space or sign stands between token `i` and the one before it. */
function goesOn({ ends, starts }: Tokens, i: number): boolean {
  return i > 0 && starts[i] === ends[i - 1];
}
