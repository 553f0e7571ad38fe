import { headOf } from './read.ts';
import { COMMON_WORDS } from './words.ts';

/** Words of three letters or more, numbers, and runs of ideographs. */
const PIECES = /[a-z\u00e0-\u024f\u0400-\u04ff_']{3,}|\d+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+/g;
const FIRST_IDEOGRAPH = 0x3040;
const ZERO = 0x30;
const NINE = 0x39;
/** "column" and "columns", "rename" and "renamed" are one word. */
const STEM = 6;

/** What a message takes up from the last question. */
export interface Shared {
  /** Share, 0..1, of its words that occur there. */
  readonly words: number;
  /** 1 if one of its numbers does. */
  readonly numbers: number;
}

/** Looks at the beginning of the message only; the caller bounds the question. */
export function sharedWith(text: string, question: string): Shared {
  const own = termsIn(headOf(text));
  if (own.size === 0) return { words: 0, numbers: 0 };
  const there = termsIn(question);
  const common = [...own].filter((term) => there.has(term));
  return {
    words: common.length / own.size,
    numbers: common.some((term) => isDigit(term.charCodeAt(0))) ? 1 : 0,
  };
}

function termsIn(text: string): Set<string> {
  const terms = new Set<string>();
  for (const [piece] of text.toLowerCase().matchAll(PIECES)) {
    if (piece.charCodeAt(0) >= FIRST_IDEOGRAPH) {
      for (let i = 0; i + 1 < piece.length; i++) terms.add(piece.slice(i, i + 2));
    } else if (isDigit(piece.charCodeAt(0))) {
      terms.add(piece);
    } else if (!COMMON_WORDS.has(piece)) {
      terms.add(piece.slice(0, STEM));
    }
  }
  return terms;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
