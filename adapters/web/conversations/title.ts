import { cleanText } from '../../../src/conversation/clean.ts';

const TITLE_MAX_CHARACTERS = 60;
/** What a person may write. */
export const RENAMED_MAX_CHARACTERS = 200;
/** A word that is longer is cut. */
const LONGEST_WORD = 20;

/**
 * The first words of a question, on one line; of a question without words, the name of its first file.
 *
 * @example titleOf('Explain the difference between TCP and UDP, please', []) // the same, at most 60 characters
 */
export function titleOf(text: string, files: readonly string[]): string {
  const line = oneLine(text) || oneLine(files[0] ?? '') || '…';
  const characters = [...line];
  if (characters.length <= TITLE_MAX_CHARACTERS) return line;
  const cut = characters.slice(0, TITLE_MAX_CHARACTERS).join('');
  const end = cut.lastIndexOf(' ');
  return `${end > cut.length - LONGEST_WORD ? cut.slice(0, end) : cut}…`;
}

/** As it is kept: on one line. Empty when nothing can be seen of it. */
export function oneLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ').trim();
}
