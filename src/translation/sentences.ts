import { readLines } from './blocks.ts';
import { type Token, tokenizeLine } from './inline.ts';
import { type LanguageCode, localeOf } from './languages.ts';
import { mergeStays, type Segment, segmentsOf, stays } from './segments.ts';

/** A full stop after these ends no sentence, whatever follows. */
const ABBREVIATION = /(?:^|[\s(])(?:e\.g|i\.e|cf|vs|z\.\s?B|d\.\s?h|p\.\s?ex)\.\s*$/i;

/** A Markdown text by the sentence. Joined, the segments are the text. */
export function splitForTranslation(text: string, source: LanguageCode): Segment[] {
  const segmenter = new Intl.Segmenter(localeOf(source), { granularity: 'sentence' });
  const segments = readLines(text).flatMap((line) =>
    line.verbatim ? [stays(line.text)] : cellsOf(tokenizeLine(line.text)).flatMap(splitCell),
  );
  return mergeStays(segments);

  function splitCell(cell: readonly Token[]): Segment[] {
    const [only] = cell;
    if (only?.kind === 'bar' || only?.kind === 'start') return [stays(only.text)];
    return sentencesOf(cell, segmenter).flatMap(segmentsOf);
  }
}

/** Line starts and pipes stand alone; what is between them is one cell. */
function cellsOf(tokens: readonly Token[]): Token[][] {
  const cells: Token[][] = [];
  let cell: Token[] = [];
  for (const token of tokens) {
    if (token.kind === 'bar' || token.kind === 'start') {
      cells.push(cell, [token]);
      cell = [];
    } else {
      cell.push(token);
    }
  }
  return [...cells, cell].filter(({ length }) => length > 0);
}

function sentencesOf(cell: readonly Token[], segmenter: Intl.Segmenter): Token[][] {
  const ends = sentenceEnds(cell.map(maskOf).join(''), segmenter);
  const sentences: Token[][] = [];
  let sentence: Token[] = [];
  let at = 0;
  let end = ends.shift();
  for (const token of cell) {
    let rest = token;
    for (; end !== undefined && end <= at + rest.text.length; end = ends.shift()) {
      const cut = end - at;
      // Never through what stays as it is.
      if (token.kind !== 'words' && cut < rest.text.length) continue;
      sentences.push([...sentence, { ...rest, text: rest.text.slice(0, cut) }]);
      sentence = [];
      rest = { ...rest, text: rest.text.slice(cut) };
      at = end;
    }
    if (rest.text !== '') sentence.push(rest);
    at += rest.text.length;
  }
  return sentence.length === 0 ? sentences : [...sentences, sentence];
}

function sentenceEnds(masked: string, segmenter: Intl.Segmenter): number[] {
  const ends = Array.from(segmenter.segment(masked), ({ index, segment }) => index + segment.length);
  return ends.filter((end) => end === masked.length || !ABBREVIATION.test(masked.slice(0, end)));
}

/** What the segmenter sees in a token's place, as long as it: a name, or the bracket that it works like. */
function maskOf({ kind, text }: Token, index: number, cell: readonly Token[]): string {
  if (kind === 'words') return text;
  if (kind === 'close') return ')'.repeat(text.length);
  const beforeLower = kind === 'open' && /^\p{Ll}/u.test(cell[index + 1]?.text ?? '');
  return (beforeLower ? 'x' : 'X').repeat(text.length);
}
