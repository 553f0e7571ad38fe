import { visiblePart } from './normalize.ts';

/** Of a text with more clauses, so many from its beginning and so many from its end. */
const CLAUSES_EACH_END = 6;
/** Behind a stop or comma with white space, behind a full-width one, at a line break, before and behind quotes. */
const BOUNDARY = /(?<=[.!?;:,؟؛،।])\s+|(?<=[。！？；：，、…])|\n+|(?=[“„"「『«])|(?<=[”"」』»])/u;
const SAYS_SOMETHING = /[\p{L}\p{N}]/u;

/**
 * The parts of a message in which a wish can stand by itself: "the paste below is Java", "what does it do". At least
 * one, at most twelve; the whole text where nothing in it is a letter or a number.
 */
export function splitClauses(text: string): string[] {
  const clauses = visiblePart(text)
    .split(BOUNDARY)
    .map((part) => part.trim())
    .filter((part) => SAYS_SOMETHING.test(part));
  if (clauses.length === 0) return [text];
  if (clauses.length <= 2 * CLAUSES_EACH_END) return clauses;
  return [...clauses.slice(0, CLAUSES_EACH_END), ...clauses.slice(-CLAUSES_EACH_END)];
}
