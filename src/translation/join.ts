import type { LanguageCode } from './languages.ts';
import type { Piece } from './markup.ts';
import { isUnspaced } from './scripts.ts';

/** After these, a word in a language that writes spaces needs one; before these, too. */
const ENDS_WORD = /[\p{L}\p{M}\p{N}.!?,;:…`$)}\]%"'”>]$/u;
const STARTS_WORD = /^[\p{L}\p{N}`$[{<%“]/u;

/**
 * What is written between two neighbouring pieces, the translated ones given as translated. Chinese, Japanese, Thai
 * and their like write no spaces: where one of them is the source, spaces are added.
 */
export function gapBetween(
  before: string,
  after: string,
  source: LanguageCode,
  target: LanguageCode,
): string {
  const mayNeedSpace = isUnspaced(source) && !isUnspaced(target);
  return mayNeedSpace && ENDS_WORD.test(before) && STARTS_WORD.test(after) ? ' ' : '';
}

/** Whether the spaces that a piece consists of go: between two sentences whose language writes none. */
export function isNeedless(piece: Piece, target: LanguageCode): boolean {
  return !piece.translate && isUnspaced(target) && /^ +$/.test(piece.text);
}
