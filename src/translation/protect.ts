import type { Token } from './inline.ts';

/** A sentence with marks for what the model must not touch. */
export interface MarkedSentence {
  readonly text: string;
  /** The translation with what the marks stood for; null unless each came back once and as it was. */
  restore(translation: string): string | null;
}

interface Mark {
  readonly name: string;
  readonly kind: Token['kind'];
  readonly text: string;
  /** A space was put there to part it from a word. */
  readonly padded: { readonly before: boolean; readonly after: boolean };
}

/** A sentence with more of them is too broken up for the model to keep them; a judgement, unmeasured. */
const MAX_MARKS = 6;
const LETTERS = ['X', 'Q', 'Z', 'J', 'W'] as const;

/**
 * Puts `X1`, `X2`, … in place of code, addresses, placeholders and the ends of emphasis and links. NLLB's vocabulary
 * has capitals and digits and mostly copies such names; signs that it lacks (⟦ ⟧) are dropped by nllb-api's tokenizer,
 * and as it forbids to repeat three tokens, marks must be short and differ. Nothing relies on that: `restore` checks,
 * and the caller translates in fragments where a mark was lost. Null when there is nothing to mark, or too much.
 */
export function protect(tokens: readonly Token[]): MarkedSentence | null {
  const runs = mergeNeighbours(tokens);
  const words = runs.flatMap(({ kind, text }) => (kind === 'words' ? [text] : [])).join(' ');
  const letter = LETTERS.find((candidate) => !new RegExp(`${candidate}\\s*\\p{N}`, 'iu').test(words));
  const count = runs.filter(({ kind }) => kind !== 'words').length;
  if (count === 0 || count > MAX_MARKS || letter === undefined) return null;

  const marks: Mark[] = [];
  let text = '';
  for (const [index, run] of runs.entries()) {
    if (run.kind === 'words') {
      text += run.text;
      continue;
    }
    const padded = {
      before: /[\p{L}\p{M}\p{N}]$/u.test(text) && !ENDS_UNSPACED.test(text),
      after: STARTS_WORD.test(runs[index + 1]?.text ?? ''),
    };
    const name = `${letter}${marks.length + 1}`;
    marks.push({ name, kind: run.kind, text: run.text, padded });
    text += `${padded.before ? ' ' : ''}${name}${padded.after ? ' ' : ''}`;
  }
  return { text, restore: (translation) => restore(translation, letter, marks) };
}

const ENDS_UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]$/u;
const STARTS_WORD =
  /^(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}])[\p{L}\p{M}\p{N}]/u;

function restore(translation: string, letter: string, marks: readonly Mark[]): string | null {
  const found = [...translation.matchAll(new RegExp(`[${letter}${letter.toLowerCase()}]\\s*\\p{N}+`, 'gu'))];
  const names = new Set(found.map(([name]) => name));
  if (found.length !== marks.length || !marks.every(({ name }) => names.has(name))) return null;
  // What surrounds words has to stay in its order: a link that closes before it opens is none.
  const at = ({ name }: Mark) => translation.indexOf(name);
  const fixed = marks.filter(({ kind }) => kind !== 'atom').map(at);
  if (fixed.some((place, index) => index > 0 && place < (fixed[index - 1] as number))) return null;

  let restored = '';
  let from = 0;
  let words = '';
  for (const mark of marks.toSorted((a, b) => at(a) - at(b))) {
    const between = translation.slice(from, at(mark));
    words += between;
    const eatsBefore = mark.kind === 'close' || mark.padded.before;
    restored += (eatsBefore ? between.trimEnd() : between) + mark.text;
    from = at(mark) + mark.name.length;
    if (mark.kind === 'open' || mark.padded.after)
      from += /^\s*/.exec(translation.slice(from))?.[0].length ?? 0;
  }
  const rest = translation.slice(from);
  // Marks alone mean that the words were lost.
  return /\p{L}/u.test(words + rest) ? restored + rest : null;
}

/** What stands side by side is one thing to the model: `**` and a code, two placeholders. */
function mergeNeighbours(tokens: readonly Token[]): Token[] {
  const merged: Token[] = [];
  for (const token of tokens) {
    const last = merged.at(-1);
    if (last === undefined || (last.kind === 'words') !== (token.kind === 'words')) merged.push(token);
    else merged[merged.length - 1] = { kind: together(last.kind, token.kind), text: last.text + token.text };
  }
  return merged;
}

function together(one: Token['kind'], other: Token['kind']): Token['kind'] {
  return one === other ? one : 'tag';
}
