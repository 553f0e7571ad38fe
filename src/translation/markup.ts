import { readLines } from './blocks.ts';
import { tokenizeLine } from './inline.ts';

/** A stretch of text: to be translated, or to come back as it is. */
export interface Piece {
  readonly translate: boolean;
  readonly text: string;
}

/**
 * Takes a Markdown text apart: fenced and inline code, LaTeX, addresses, tags, placeholders, emphasis, line starts,
 * table pipes and whatever has no letter stay as they are, the rest is to be translated. Joined, the pieces are the
 * text.
 */
export function splitMarkup(text: string): Piece[] {
  const pieces = readLines(text).flatMap((line) =>
    line.verbatim
      ? [keep(line.text)]
      : tokenizeLine(line.text).flatMap((token) =>
          token.kind === 'words' ? trimmed(token.text) : [keep(token.text)],
        ),
  );
  return mergeKept(pieces);
}

/** White space around the words is kept apart: the model would drop it. Without a letter nothing is to be translated. */
export function trimmed(text: string): Piece[] {
  const core = text.trim();
  if (!/\p{L}/u.test(core)) return [keep(text)];
  const at = text.indexOf(core);
  return [keep(text.slice(0, at)), { translate: true, text: core }, keep(text.slice(at + core.length))];
}

/** Neighbours that stay as they are become one; empty ones go. */
export function mergeKept(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.text === '') continue;
    if (last !== undefined && !last.translate && !piece.translate) {
      merged[merged.length - 1] = keep(last.text + piece.text);
    } else {
      merged.push(piece);
    }
  }
  return merged;
}

export function keep(text: string): Piece {
  return { translate: false, text };
}
