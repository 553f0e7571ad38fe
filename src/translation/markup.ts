/** A stretch of text: to be translated, or to come back as it is. */
export interface Piece {
  readonly translate: boolean;
  readonly text: string;
}

const FENCE = /^ {0,3}(?:> ?)*(`{3,}|~{3,})/;
/** Quote marks, bullets, numbers, boxes and hashes at a line's start. */
const LINE_START = /^\s*(?:>\s?)*\s*(?:(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+)*(?:#{1,6}\s+)?)/;

/**
 * What stands inside a line and must come back as it is. Every repetition is bounded, so that no text can make the
 * search take long.
 */
const VERBATIM = new RegExp(
  [
    /(?<!`)(`{1,8})(?!`)[^\n]{1,500}?(?<!`)\1(?!`)/, // inline code
    /\$\$[^\n]{1,500}?\$\$/, // LaTeX
    /\$(?![\s{])[^$\n]{1,500}?(?<!\s)\$(?!\d)/,
    /\\\([^\n]{1,500}?\\\)|\\\[[^\n]{1,500}?\\\]/,
    /!?\[(?=[^\]\n]{1,300}\]\()/, // a link: its text is translated, its address not
    /\]\([^()\s]{1,2000}(?:\s"[^"\n]{0,200}")?\)/,
    /<[a-z][a-z\d+.-]{1,20}:[^\s<>]{1,2000}>/, // autolinks, tags, mentions
    /<\/?[A-Za-z][^<>\n]{0,300}>|<[@#:!][^<>\s]{1,100}>/,
    /\b(?:https?|ftp):\/\/[^\s<>"'`()，。；：！？、（）」』】]{0,2000}[^\s<>"'`()，。；：！？、（）」』】.,;:!?*_\]}]/,
    /(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}/, // addresses
    /\{\{[^{}\n]{1,200}\}\}|\$\{[^{}\n]{1,200}\}|\{[\w.:,-]{0,100}\}/, // placeholders
    /%(?:\d{1,2}\$)?[-+0#]?\d{0,3}(?:\.\d{1,3})?(?:l{0,2}[diuxXf]|[sceg@])(?![p{L}\d])|%\(\w{1,50}\)[sdf]/,
    /(?<![\w:]):[a-z][a-z\d_+-]{1,50}:(?!\w)/, // :emoji:
    /\|/, // table cells
  ]
    .map((part) => part.source)
    .join('|'),
  'gu',
);

/**
 * Takes a Markdown text apart: fenced and inline code, LaTeX, addresses, tags, placeholders, line starts, table
 * pipes and whatever has no letter stay as they are, the rest is to be translated. Joined, the pieces are the text.
 */
export function splitMarkup(text: string): Piece[] {
  const pieces: Piece[] = [];
  /** What closes the block that the line is in. */
  let closer: RegExp | null = null;
  for (const line of text.split(/(?<=\n)/)) {
    const opened: string | undefined = FENCE.exec(line)?.[1];
    if (closer !== null) {
      pieces.push(keep(line));
      if (closer.test(line)) closer = null;
    } else if (opened !== undefined) {
      pieces.push(keep(line));
      closer = new RegExp(`^ {0,3}(?:> ?)*${opened[0]}{${opened.length},}\\s*$`);
    } else if (/^\s*(?:\$\$|\\\[)\s*$/.test(line)) {
      pieces.push(keep(line));
      closer = /(?:\$\$|\\\])\s*$/;
    } else {
      pieces.push(...splitLine(line));
    }
  }
  return mergeKept(pieces);
}

function splitLine(line: string): Piece[] {
  const start = LINE_START.exec(line)?.[0] ?? '';
  const pieces: Piece[] = [keep(start)];
  let from = start.length;
  for (const match of line.slice(from).matchAll(VERBATIM)) {
    const at = start.length + match.index;
    pieces.push(...trimmed(line.slice(from, at)), keep(match[0]));
    from = at + match[0].length;
  }
  return [...pieces, ...trimmed(line.slice(from))];
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

function keep(text: string): Piece {
  return { translate: false, text };
}
