import { tokenizeLine } from '../../translation/inline.ts';

/** What has to come back as it is, by kind; the kind is a word for the verdict. */
export interface Kept {
  readonly kind: 'code' | 'address' | 'placeholder';
  readonly text: string;
}

/** Runs of more than eight signs quote nothing, and the search for their ends would take seconds. */
const FENCE = /^ {0,3}(`{3,8}|~{3,8})(?![`~])[^\n]*\n([\s\S]*?)(?:^ {0,3}\1|$(?![\s\S]))/gm;

/** Code, addresses and placeholders in a text, as the translator itself protects them. */
export function keptIn(text: string): Kept[] {
  return withoutFences(text)
    .split('\n')
    .flatMap((line) => piecesOf(line).flatMap(tokenizeLine))
    .flatMap((token): Kept[] => {
      if (token.kind !== 'atom') return [];
      if (/^`/.test(token.text)) return [{ kind: 'code', text: token.text.replace(/^`+\s*|\s*`+$/g, '') }];
      if (/:\/\/|@[\w-]+\./.test(token.text))
        return [{ kind: 'address', text: token.text.replace(/^<|>$/g, '') }];
      return /^[{$%]/.test(token.text) &&
        !/^\$[^{]/.test(token.text) &&
        token.text !== '%' &&
        !/^%\s/.test(token.text)
        ? [{ kind: 'placeholder', text: token.text }]
        : [];
    });
}

/** What remains of a text for judging its language: no code, addresses, placeholders. */
export function wordsOf(text: string): string {
  return withoutFences(text)
    .split('\n')
    .map((line) =>
      piecesOf(line)
        .flatMap(tokenizeLine)
        .map(({ kind, text: part }) => (kind === 'words' ? part : ' '))
        .join(''),
    )
    .join('\n');
}

function withoutFences(text: string): string {
  // Longer runs of ticks quote nothing, and the search for their ends would take seconds.
  return text.replace(FENCE, '\n').replace(/`{9,}/g, ' ');
}

/** How many fenced blocks a text has. */
export function fencesIn(text: string): number {
  return text.match(FENCE)?.length ?? 0;
}

/** The search for code and addresses looks far ahead from every sign: long lines are read in pieces. */
const PIECE_CHARACTERS = 1_000;

function piecesOf(line: string): string[] {
  const pieces: string[] = [];
  for (let at = 0; at < line.length; at += PIECE_CHARACTERS)
    pieces.push(line.slice(at, at + PIECE_CHARACTERS));
  return pieces;
}
