import type { Run } from './cells.ts';
import { runWidth } from './text-width.ts';

/**
 * Where a line may break: after white space, and beside East Asian letters but not before the marks that close a
 * phrase there.
 */
const PIECES =
  /\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}][、。，．；：！？）」』】》〉”’]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Sums of fractions differ a little by their order; a text as wide as its column must not wrap. */
const ROUNDING_EM = 0.01;

/** The line's runs on as many lines as it takes to stay within `width` em. Words longer than that are broken. */
export function wrapLine(line: readonly Run[], width: number): Run[][] {
  const limit = width + ROUNDING_EM;
  const lines: Run[][] = [[]];
  let used = 0;
  const place = (run: Run, need: number) => {
    const current = lines.at(-1) ?? [];
    const last = current.at(-1);
    if (last !== undefined && sameLook(last, run))
      current[current.length - 1] = { ...last, text: last.text + run.text };
    else current.push(run);
    used += need;
  };
  const feed = () => {
    lines.push([]);
    used = 0;
  };
  for (const piece of line.flatMap(piecesOf)) {
    const need = runWidth(piece);
    const blank = piece.text.trim() === '';
    if (used + need <= limit) {
      if (!(blank && used === 0)) place(piece, need);
    } else if (blank) feed();
    else {
      if (used > 0) feed();
      if (need <= limit) place(piece, need);
      else
        for (const part of lettersOf(piece)) {
          const partWidth = runWidth(part);
          if (used > 0 && used + partWidth > limit) feed();
          place(part, partWidth);
        }
    }
  }
  return lines;
}

function piecesOf(run: Run): Run[] {
  return Array.from(run.text.match(PIECES) ?? [], (text) => ({ ...run, text }));
}

function lettersOf(run: Run): Run[] {
  return Array.from(graphemes.segment(run.text), ({ segment }) => ({ ...run, text: segment }));
}

function sameLook(a: Run, b: Run): boolean {
  return a.bold === b.bold && a.italic === b.italic && a.code === b.code && a.strike === b.strike;
}
