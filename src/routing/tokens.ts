import {
  characterClasses,
  DIGIT,
  FOREIGN,
  IDEOGRAPH,
  LETTER,
  LINE_BREAK,
  OTHER,
  SENTENCE_END,
} from './characters.ts';
import { extend, HASH_START } from './hash.ts';
import { MAX_CODES } from './normalize.ts';

/** A long number says no more than that it is long. */
const DIGITS_HASHED = 3;
const SEMICOLON = 0x3b;

/** The words of a text in their order, `count` of them; every ideograph is a word of its own. */
export interface Tokens {
  count: number;
  /** `hashWord` of the word, signed. */
  readonly hashes: Int32Array;
  /** Where the word begins and ends among the codes. */
  readonly starts: Uint16Array;
  readonly ends: Uint16Array;
  /** The word's first code unit. */
  readonly codes: Uint16Array;
  /** 1 for an ideograph of any script: its n-grams are features already. */
  readonly ideograph: Uint8Array;
  /** Which sentence the word stands in, from 0; a line break and a semicolon end one, too. */
  readonly sentences: Uint16Array;
}

/** Reads the words out of codes (see normalize.ts); the result is valid until the next call of the same reader. */
export type TokenReader = (codes: Uint16Array, length: number) => Tokens;

export function createTokenReader(): TokenReader {
  const classes = characterClasses();
  const tokens: Tokens = {
    count: 0,
    hashes: new Int32Array(MAX_CODES),
    starts: new Uint16Array(MAX_CODES),
    ends: new Uint16Array(MAX_CODES),
    codes: new Uint16Array(MAX_CODES),
    ideograph: new Uint8Array(MAX_CODES),
    sentences: new Uint16Array(MAX_CODES),
  };
  let sentence = 0;
  let sentenceHasWords = false;

  function push(hash: number, start: number, end: number, kind: number, code: number): void {
    const at = tokens.count++;
    tokens.hashes[at] = hash;
    tokens.starts[at] = start;
    tokens.ends[at] = end;
    tokens.codes[at] = code;
    tokens.ideograph[at] = kind === IDEOGRAPH ? 1 : 0;
    tokens.sentences[at] = sentence;
    sentenceHasWords = true;
  }

  return (codes, length) => {
    tokens.count = 0;
    sentence = 0;
    sentenceHasWords = false;
    for (let i = 0; i < length; ) {
      const code = codes[i] ?? 0;
      const kind = classes[code] ?? OTHER;
      if (kind === IDEOGRAPH) {
        push(extend(HASH_START, code), i, i + 1, kind, code);
        i++;
      } else if (kind === LETTER || kind === DIGIT || kind === FOREIGN) {
        const start = i;
        let hash = HASH_START;
        for (; i < length && classes[codes[i] ?? 0] === kind; i++) {
          if (kind !== DIGIT || i - start < DIGITS_HASHED) hash = extend(hash, codes[i] ?? 0);
        }
        push(hash, start, i, kind, code);
      } else {
        const ends = kind === SENTENCE_END || kind === LINE_BREAK || code === SEMICOLON;
        if (ends && sentenceHasWords) {
          sentence++;
          sentenceHasWords = false;
        }
        i++;
      }
    }
    return tokens;
  };
}
