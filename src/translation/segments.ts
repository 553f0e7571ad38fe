import type { Token } from './inline.ts';
import { keep, mergeKept, type Piece, trimmed } from './markup.ts';
import { type MarkedSentence, protect } from './protect.ts';
import { splitLong } from './split-long.ts';

/** A sentence (or a part of a very long one), or what stays as it is. */
export interface Segment extends Piece {
  /** The sentence as one, with marks in it; null where it has nothing to mark or cannot be sent so. */
  readonly marked: MarkedSentence | null;
  /** The sentence without marks: its words, and between them what stays. Joined, they are the text. */
  readonly fragments: readonly Piece[];
}

/** One sentence as what is sent of it and what stays around it. */
export function segmentsOf(sentence: readonly Token[]): Segment[] {
  const [from, to] = unwrap(sentence);
  const core = sentence.slice(from, to);
  const words = core.filter(({ kind }) => kind === 'words');
  if (!words.some(({ text }) => /\p{L}/u.test(text))) return [stays(textOf(sentence))];
  const before = stays(textOf(sentence.slice(0, from)));
  const after = stays(textOf(sentence.slice(to)));
  const [lead, inner, trail] = spacesAround(core);
  const fragments = mergeKept(inner.flatMap(fragmentsOf));
  const marked = inner.length > 1 ? protect(inner) : null;
  if (marked === null || splitLong(marked.text).length > 1) {
    return [before, stays(lead), ...fragments.map(alone), stays(trail), after];
  }
  return [
    before,
    stays(lead),
    { translate: true, text: textOf(inner), marked, fragments },
    stays(trail),
    after,
  ];
}

/** Emphasis or a link around a whole sentence, or half of it from a neighbour, needs no mark. */
function unwrap(sentence: readonly Token[]): [number, number] {
  let from = 0;
  let to = sentence.length;
  const isBlank = (token: Token | undefined) => token?.kind === 'words' && token.text.trim() === '';
  for (;;) {
    while (from < to && isBlank(sentence[from])) from++;
    while (from < to && isBlank(sentence[to - 1])) to--;
    if (from >= to) return [from, to];
    const first = sentence[from] as Token;
    const last = sentence[to - 1] as Token;
    const core = sentence.slice(from, to);
    const partner = closerOf(core);
    if (first.kind === 'open' && partner === null) from++;
    else if (first.kind === 'open' && partner === core.length - 1) [from, to] = [from + 1, to - 1];
    else if (first.kind === 'close') from++;
    else if (last.kind === 'open' || (last.kind === 'close' && depthOf(core) < 0)) to--;
    else return [from, to];
  }
}

/** Where what the first token opens is closed; null when it is not. */
function closerOf(tokens: readonly Token[]): number | null {
  let depth = 0;
  for (const [index, { kind }] of tokens.entries()) {
    if (kind === 'open') depth++;
    if (kind === 'close' && --depth === 0) return index;
  }
  return null;
}

function depthOf(tokens: readonly Token[]): number {
  const count = (kind: Token['kind']) => tokens.filter((token) => token.kind === kind).length;
  return count('open') - count('close');
}

/** The model would drop the white space around a sentence. */
function spacesAround(tokens: readonly Token[]): [string, Token[], string] {
  const first = tokens[0] as Token;
  const lead = first.kind === 'words' ? (/^\s*/.exec(first.text)?.[0] ?? '') : '';
  const rest = [{ ...first, text: first.text.slice(lead.length) }, ...tokens.slice(1)];
  const last = rest.at(-1) as Token;
  const trail = last.kind === 'words' ? last.text.slice(last.text.trimEnd().length) : '';
  rest[rest.length - 1] = { ...last, text: last.text.slice(0, last.text.length - trail.length) };
  return [lead, rest, trail];
}

function fragmentsOf({ kind, text }: Token): Piece[] {
  return kind === 'words' ? splitLong(text).flatMap(trimmed) : [keep(text)];
}

function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('');
}

export function stays(text: string): Segment {
  return alone(keep(text));
}

function alone(piece: Piece): Segment {
  return { ...piece, marked: null, fragments: [piece] };
}

export function mergeStays(segments: readonly Segment[]): Segment[] {
  const whole = new Map(segments.map((segment): [Piece, Segment] => [segment, segment]));
  return mergeKept(segments).map((piece) => whole.get(piece) ?? alone(piece));
}
