import {
  BRACKET,
  characterClasses,
  DIGIT,
  FOREIGN,
  IDEOGRAPH,
  KINDS,
  LETTER,
  LINE_BREAK,
  OPERATOR,
  OTHER,
  QUOTE,
  SENTENCE_END,
} from './characters.ts';
import { MAX_CODES, writeCodes } from './normalize.ts';

/** Raise it with every change of what a bucket means: weights of another version are refused. */
export const FEATURES_VERSION = 1;
/** Hash buckets; a power of two. */
export const BUCKETS = 2 ** 18;

const CHAR_NGRAM = 4;
/** How many words at either end carry where they stand: requests open or close a message, pasted text does not. */
const EDGE_WORDS = 4;
/** Per position four character n-grams, a word, a word pair and a head mark; then the tail and the shape. */
const MAX_FEATURES = MAX_CODES * 7 + 64;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;
/** Salts that keep kinds of feature apart; any odd-looking numbers do. */
const WORD = 0x5bd1e995;
const WORD_PAIR = 0x27d4eb2f;
const FIRST_WORD = 0x3c6ef375;
const HEAD_WORD = 0x3c6ef372;
const TAIL_WORD = 0x1b873593;
const SHAPE = 0x71e2a3c5;
/** Stands in a word pair for the word before a sentence's first. */
const SENTENCE_START = 7;
const COUNTED_KINDS = [LINE_BREAK, QUOTE, BRACKET, OPERATOR];

/** The distinct buckets of a text, in `buckets[0 … count - 1]`; valid until the next call of the same extractor. */
export interface Features {
  readonly buckets: Uint32Array;
  count: number;
}

export type FeatureExtractor = (text: string) => Features;

/**
 * An extractor with its own buffers (1.2 MiB), so that a message costs no allocation per feature. Features are present
 * or not: hashed character 1–4-grams, words and word pairs, the words at both ends, and the shape of the text.
 * The same text gives the same buckets in the same order on every machine.
 */
export function createFeatureExtractor(): FeatureExtractor {
  const classes = characterClasses();
  const codes = new Uint16Array(MAX_CODES);
  const features: Features = { buckets: new Uint32Array(MAX_FEATURES), count: 0 };
  const seenIn = new Uint32Array(BUCKETS);
  let generation = 0;
  const counts = new Uint16Array(KINDS);
  const tail = new Int32Array(EDGE_WORDS);

  function add(hash: number): void {
    const bucket = avalanche(hash) & (BUCKETS - 1);
    if (seenIn[bucket] === generation) return;
    seenIn[bucket] = generation;
    features.buckets[features.count++] = bucket;
  }

  function addCharacters(length: number): void {
    for (let i = 0; i < length; i++) {
      let hash = FNV_OFFSET;
      const size = Math.min(CHAR_NGRAM, length - i);
      for (let k = 0; k < size; k++) {
        hash = extend(hash, codes[i + k] ?? 0);
        add(hash + Math.imul(k, 0x9e3779b1));
      }
    }
  }

  function addWords(length: number): void {
    let words = 0;
    let previous = SENTENCE_START;
    let hash = FNV_OFFSET;
    let inWord = false;
    const endWord = (salted: number, alone: boolean) => {
      if (!alone) {
        add(salted ^ WORD);
        add((Math.imul(previous, 31) + salted) ^ WORD_PAIR);
      }
      if (words === 0) add(salted ^ FIRST_WORD);
      if (words < EDGE_WORDS) add(salted ^ HEAD_WORD);
      tail[words % EDGE_WORDS] = salted;
      words++;
      previous = salted;
    };
    for (let i = 0; i < length; i++) {
      const code = codes[i] ?? 0;
      const kind = classes[code];
      if (kind === LETTER || kind === DIGIT || kind === FOREIGN) {
        hash = extend(hash, code);
        inWord = true;
        continue;
      }
      if (inWord) endWord(hash, false);
      hash = FNV_OFFSET;
      inWord = false;
      // Alone and in pairs ideographs are character n-grams already; only where they stand is new.
      if (kind === IDEOGRAPH) endWord(extend(FNV_OFFSET, code), true);
      if (kind === SENTENCE_END || kind === LINE_BREAK) previous = SENTENCE_START;
    }
    for (let k = 0; k < Math.min(words, EDGE_WORDS); k++) add((tail[k] ?? 0) ^ TAIL_WORD);
  }

  function addShape(length: number): void {
    counts.fill(0);
    for (let i = 0; i < length; i++) {
      const kind = classes[codes[i] ?? 0] ?? OTHER;
      counts[kind] = count(kind) + 1;
    }
    const digits = count(DIGIT);
    addShapeOf(0, magnitude(length));
    addShapeOf(1, digits === 0 ? 0 : 1 + Math.floor((8 * digits) / length));
    addShapeOf(
      2,
      (count(LETTER) > 3 ? 1 : 0) + (count(IDEOGRAPH) > 1 ? 2 : 0) + (count(FOREIGN) > 3 ? 4 : 0),
    );
    for (const kind of COUNTED_KINDS) addShapeOf(kind, Math.min(5, magnitude(count(kind))));
  }

  function addShapeOf(what: number, value: number): void {
    add(SHAPE + what * 64 + value);
  }

  function count(kind: number): number {
    return counts[kind] ?? 0;
  }

  return (text) => {
    generation = (generation + 1) >>> 0;
    if (generation === 0) {
      // After 2^32 messages the counter begins anew, and so must what it is compared with.
      seenIn.fill(0);
      generation = 1;
    }
    features.count = 0;
    const length = writeCodes(text, codes);
    addCharacters(length);
    addWords(length);
    addShape(length);
    return features;
  };
}

/** One more code unit in an FNV-1a hash, its high bits folded in. */
function extend(hash: number, code: number): number {
  const next = Math.imul(hash ^ code, FNV_PRIME);
  return next ^ (next >>> 15);
}

/** MurmurHash3's finaliser: every bit of the hash reaches the bucket. */
function avalanche(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** 0 for 0, then 1 + the whole part of the binary logarithm: 1 → 1, 2–3 → 2, 4–7 → 3 … */
function magnitude(count: number): number {
  return 32 - Math.clz32(count);
}
