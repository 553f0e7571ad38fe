import { eastAsianWidth } from 'get-east-asian-width';
import type { Run } from './cells.ts';

/**
 * Widths of the ASCII characters from space on in DejaVu Sans, in hundredths of an em. It is the widest of the
 * usual sans-serif fonts, so what is laid out with it fits in Arial, Helvetica, Liberation and Noto, too.
 */
const ASCII_WIDTHS = [
  32, 40, 46, 84, 64, 95, 78, 28, 39, 39, 50, 84, 32, 36, 32, 34, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 34,
  34, 84, 84, 84, 53, 100, 68, 69, 70, 77, 63, 58, 77, 75, 29, 29, 66, 56, 86, 75, 79, 60, 79, 69, 63, 61, 73,
  68, 99, 69, 61, 69, 39, 34, 39, 84, 50, 50, 61, 63, 55, 63, 62, 35, 63, 63, 28, 28, 58, 28, 97, 63, 61, 63,
  63, 41, 52, 39, 63, 59, 82, 59, 59, 52, 64, 34, 64, 84,
] as const;
const FIRST_ASCII = 0x20;
const MONOSPACE_EM = 0.61;
const BOLD_FACTOR = 1.14;
const WIDE_EM = 1.05;
const EMOJI_EM = 1.4;
/** Greek, Cyrillic, Arabic … : most letters are narrower, few are wider. */
const OTHER_EM = 0.78;
const EMOJI = /\p{Emoji_Presentation}/u;
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** About how wide a run is drawn, in em, and rather too wide than too narrow. */
export function runWidth({ text, bold, code }: Run): number {
  let width = 0;
  for (const character of text) width += characterWidth(character, code === true);
  return bold ? width * BOLD_FACTOR : width;
}

function characterWidth(character: string, monospace: boolean): number {
  const point = character.codePointAt(0) ?? 0;
  const ascii = ASCII_WIDTHS[point - FIRST_ASCII];
  if (ascii !== undefined) return monospace ? MONOSPACE_EM : ascii / 100;
  if (ZERO_WIDTH.test(character)) return 0;
  if (EMOJI.test(character)) return EMOJI_EM;
  return eastAsianWidth(point) === 2 ? WIDE_EM : OTHER_EM;
}
