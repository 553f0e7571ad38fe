import { NEWLINE, SPACE } from './normalize.ts';

/** What a message pastes between these is its material, hardly ever its request: opening, closing, shortest content. */
const QUOTES: readonly (readonly [open: string, close: string, shortest: number])[] = [
  ['"', '"', 2],
  ['“', '”', 2],
  ['「', '」', 2],
  ['『', '』', 2],
  ['«', '»', 2],
  ['`', '`', 1],
  // Only a long stretch on one line, and never behind a letter: that is an apostrophe.
  ["'", "'", 12],
];
const APOSTROPHE = 0x27;
const COLON = 0x3a;
/** More than this behind a colon is what the request before it is about. In code units. */
const MATERIAL_CHARS = 25;

interface Quote {
  readonly close: number;
  readonly shortest: number;
}

const BY_OPENING: ReadonlyMap<number, Quote> = new Map(
  QUOTES.map(([open, close, shortest]) => [open.charCodeAt(0), { close: close.charCodeAt(0), shortest }]),
);

/** Where in a text its request is likely to stand. */
export interface RequestZone {
  /** Some of the text stands between quotes. */
  quoted: boolean;
  /** There is more than one line outside quotes. */
  lines: boolean;
  /** The first line has a colon with something behind it. */
  colon: boolean;
  /** How many code units are neither quoted nor white space. */
  bare: number;
  /** The first line, up to a colon with material behind it, is before this. */
  firstEnd: number;
  /** The last line begins here; the text's length where there is only one. */
  lastStart: number;
}

/**
 * Marks in `mask` (1) the codes that stand between quotes, and finds the first and the last line of the rest. One pass;
 * `mask` is as long as `codes`.
 */
export function findRequestZone(codes: Uint16Array, length: number, mask: Uint8Array): RequestZone {
  const zone: RequestZone = {
    quoted: markQuotes(codes, length, mask),
    lines: false,
    colon: false,
    bare: 0,
    firstEnd: length,
    lastStart: length,
  };
  let colonAt = -1;
  for (let i = 0; i < length; i++) {
    if (mask[i] === 1) continue;
    const code = codes[i] ?? 0;
    if (code !== SPACE && code !== NEWLINE) zone.bare++;
    // The text's own last break is no line.
    if (code === NEWLINE && i < length - 1) {
      if (!zone.lines) zone.firstEnd = i;
      zone.lines = true;
      zone.lastStart = i + 1;
    }
    if (colonAt < 0 && !zone.lines && code === COLON && (codes[i + 1] ?? 0) !== 0x2f) colonAt = i;
  }
  zone.colon = colonAt >= 0;
  if (zone.colon && zone.firstEnd - colonAt > MATERIAL_CHARS) zone.firstEnd = colonAt;
  return zone;
}

function markQuotes(codes: Uint16Array, length: number, mask: Uint8Array): boolean {
  mask.fill(0, 0, length);
  // Where nothing closes from here on, nothing will later: so each mark is looked for once, and the pass stays linear.
  const hopeless = new Set<number>();
  let any = false;
  for (let i = 0; i < length; i++) {
    const code = codes[i] ?? 0;
    const quote = BY_OPENING.get(code);
    if (quote === undefined || hopeless.has(code)) continue;
    if (code === APOSTROPHE && isLetter(codes[i - 1] ?? SPACE)) continue;
    const end = closing(codes, i + 1, length, quote.close);
    if (end < 0) {
      hopeless.add(code);
    } else if (end - i > quote.shortest && codes[end] === quote.close) {
      mask.fill(1, i, end + 1);
      any = true;
      i = end;
    }
  }
  return any;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0xc0 && code <= 0x24f);
}

/** The next closing mark; for an apostrophe also a line's end, where the search stops. -1: none. */
function closing(codes: Uint16Array, from: number, length: number, close: number): number {
  for (let i = from; i < length; i++) {
    if (codes[i] === close || (close === APOSTROPHE && codes[i] === NEWLINE)) return i;
  }
  return -1;
}
