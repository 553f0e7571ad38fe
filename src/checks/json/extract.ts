import { type Scan, scanValue } from './scan.ts';

/** A piece of an answer that may be the JSON in it. */
export interface Candidate {
  /** From its opening bracket on, to its end or, where it is cut, to that of the text. */
  readonly text: string;
  readonly scan: Scan;
}

/** A mark is taken whole, so that a text of nothing else is read once. */
const FENCE = /(?:^|\n)[ \t]*(`{3,}(?!`)|~{3,}(?!~))[^\n]*\n([\s\S]*?)(?=\n[ \t]*\1|$)/g;
/** Reasoning that a server did not take out. */
const THOUGHT = /^\s*<think>[\s\S]*?<\/think>/;
/** An answer with more brackets that are never closed is no JSON; each costs a look at the rest. */
const UNCLOSED_MAX = 32;
const CANDIDATES_MAX = 8;
/** An opening bracket as in JSON, and not as among words. */
const JSON_BEGINS = /^(?:\{\s*\\?["'}]|\[\s*(?:[{["'\]]|-?\d|true|false|null))/;
const PIECE_MIN_SHARE = 0.5;

/**
 * The objects and lists that stand in an answer among other words, the likeliest first: those in fences before
 * others, larger ones before smaller ones, whole ones before what stands inside one that is cut.
 */
export function findCandidates(answer: string): Candidate[] {
  const text = answer.replace(THOUGHT, '');
  const startsBare = /^\s*[{[]/.test(text);
  const fenced = startsBare ? [] : [...text.matchAll(FENCE)].flatMap(([, , inner = '']) => valuesIn(inner));
  const found = [...bySize(fenced), ...bySize(valuesIn(text))];
  const seen = new Set<string>();
  const distinct = found.filter(({ text }) => !seen.has(text) && seen.add(text));
  return distinct.slice(0, CANDIDATES_MAX);
}

/**
 * The objects and lists of a text, in their order. Of one that is never closed also what stands inside, as it may be
 * a bracket among words; but where it begins as JSON does, no small piece of it, which would lose all the rest.
 */
export function valuesIn(text: string): Candidate[] {
  const values: Candidate[] = [];
  let unclosed = 0;
  let shortest = 0;
  for (let at = nextBracket(text, 0); at !== null && unclosed < UNCLOSED_MAX; ) {
    const scan = scanValue(text, at);
    const value = text.slice(at, scan.end ?? undefined).trimEnd();
    if (value.length >= shortest) values.push({ text: value, scan });
    if (scan.end === null) {
      unclosed++;
      if (JSON_BEGINS.test(value)) shortest = Math.max(shortest, value.length * PIECE_MIN_SHARE);
    }
    at = nextBracket(text, scan.end ?? at + 1);
  }
  return values;
}

function nextBracket(text: string, from: number): number | null {
  const bracket = /[{[]/g;
  bracket.lastIndex = from;
  return bracket.exec(text)?.index ?? null;
}

function bySize(values: readonly Candidate[]): Candidate[] {
  return values.toSorted((one, other) => other.text.length - one.text.length);
}
