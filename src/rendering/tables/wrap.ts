import type { Run } from './cells.ts';
import { runWidth } from './text-width.ts';

/**
 * Where a line may break: after white space, and beside East Asian letters but not before the marks that close a
 * phrase there.
 */
const PIECES =
  /\s+|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}][、。，．；：！？）」』】》〉”’]*|[^\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+/gu;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The line's runs on as many lines as it takes to stay within `limit` em. Words longer than that are broken. */
export function wrapLine(line: readonly Run[], limit: number): Run[][] {
  const lines: Run[][] = [[]];
  let used = 0;
  const place = (run: Run, width: number) => {
    const current = lines.at(-1) ?? [];
    const last = current.at(-1);
    if (last !== undefined && sameLook(last, run))
      current[current.length - 1] = { ...last, text: last.text + run.text };
    else current.push(run);
    used += width;
  };
  const feed = () => {
    lines.push([]);
    used = 0;
  };
  for (const piece of line.flatMap(piecesOf)) {
    const width = runWidth(piece);
    const blank = piece.text.trim() === '';
    if (used + width <= limit) {
      if (!(blank && used === 0)) place(piece, width);
    } else if (blank) feed();
    else {
      if (used > 0) feed();
      if (width <= limit) place(piece, width);
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
