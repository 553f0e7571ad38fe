import { describe, type SchemaCheck } from '../json-schema.ts';
import { bounded, workedMs } from './bounded.ts';
import { findCandidates, valuesIn } from './extract.ts';
import { parsed, type Reading, readings } from './mend.ts';
import { MENDINGS, type Mending } from './mendings.ts';
import { type JsonProblem, PROBLEMS } from './problems.ts';
import { otherRoots } from './roots.ts';
import { settle } from './settle.ts';

/**
 * What became of an answer that had to be JSON. `detail` says what was done to it, or what is wrong with it, in English
 * words without the answer's text; `done` and `problem` are for words in other languages. The value of the first two
 * fits the schema, always.
 */
export type JsonResult =
  | { readonly status: 'passed'; readonly value: unknown; readonly detail: null }
  | {
      readonly status: 'repaired';
      readonly value: unknown;
      readonly done: readonly Mending[];
      readonly detail: string;
    }
  | {
      readonly status: 'failed';
      readonly value: null;
      readonly problem: JsonProblem;
      readonly detail: string;
    };

/** Longer answers come from no model here. */
const ANSWER_MAX_CHARS = 1_000_000;
/**
 * After this much time no further way to read an answer is tried; each way has its own bound besides. It counts from
 * the first list of errors on: a large schema takes as long to be made ready for that.
 */
const PATIENCE_MS = 1_000;
/** Errors show level by level: those inside a field appear when the field itself is right. */
const ROUNDS_MAX = 6;
const TOLD_ERRORS = 5;
const ROOTS_MAX = 4;
/** Each is held to the schema. */
const ATTEMPTS_MAX = 64;

/** A way to read the answer, and all that was done for it. */
interface Attempt {
  readonly value: unknown;
  readonly done: readonly Mending[];
}

/**
 * Holds an answer to a schema. What can be mended by rule is: fences and words around it, its syntax, types written as
 * text, another root, an end that is missing. Pure, and bounded in time whatever answer and schema are.
 *
 * @param isCut the length limit ended the answer
 */
export function verifyJson(answer: string, check: SchemaCheck, isCut: boolean): JsonResult {
  if (answer.length > ANSWER_MAX_CHARS) return failed('long');
  if (answer.trim() === '') return failed('empty');
  const whole = parsed(answer);
  if (whole !== undefined) {
    const fit = check.fit(whole);
    if (fit === 'fits') return { status: 'passed', value: whole, detail: null };
    if (fit === 'unchecked') return failed('unchecked');
  }
  const attempts = readAll(answer, whole, isCut);
  const patience = createPatience();
  for (const attempt of [...attempts, ...reshaped(attempts, answer)]) {
    const result = fitted(attempt, check, patience);
    if (result === 'unchecked') return failed('unchecked');
    if (result === 'late') break;
    if (result !== null) return repaired(result);
  }
  const [first] = attempts;
  return first === undefined ? failed('unreadable') : unfit(wrongWith(first, check));
}

/** Every way to read the answer, the most faithful first; empty when that would take too long. */
function readAll(answer: string, whole: unknown, isCut: boolean): Attempt[] {
  if (whole !== undefined && !isText(whole)) return [{ value: whole, done: [] }];
  try {
    return bounded(() => {
      if (whole !== undefined) return [{ value: whole, done: [] }, ...readText(whole, isCut, ['text'])];
      const escaped = ESCAPED.test(answer) ? readText(unescaped(answer), isCut, ['text']) : [];
      const values = [...escaped, ...readText(answer, isCut, [])];
      return values.length > 0 ? values : bareWord(answer);
    });
  } catch {
    return [];
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && /[{[]/.test(value);
}

function readText(text: string, isCut: boolean, done: readonly Mending[]): Attempt[] {
  return findCandidates(text).flatMap((candidate) => {
    const around = candidate.text === text.trim() ? done : [...done, 'around' as const];
    return [...readings(candidate, isCut)].flatMap((reading) => toAttempt(reading, around));
  });
}

/** JSON as it stands inside a text of JSON, but without that one's quotes. */
const ESCAPED = /[{[,:]\s*(?:\\n\s*)*\\"/;

function unescaped(text: string): string {
  return text.replace(/\\(["\\/nt])/g, (_, char: string) => ({ n: '\n', t: '\t' })[char] ?? char);
}

function toAttempt({ done, value }: Reading, around: readonly Mending[]): Attempt[] {
  if (value === undefined) return [];
  return [{ value, done: done === null ? around : [...around, done] }];
}

/** The values of an answer that holds one after another, as lines of records do; else empty. */
function inARow(answer: string): unknown[] {
  try {
    const found = bounded(() => valuesIn(answer));
    return found.every(({ scan }) => scan.end !== null) ? found.map(({ text }) => parsed(text)) : [];
  } catch {
    return [];
  }
}

/** A value of one line or word, without its quotes or in a fence: `positive`, `True`, `'yes'`. */
function bareWord(answer: string): Attempt[] {
  const word = answer
    .trim()
    .replace(/^(`{3,})\w*\n([^\n]*)\n\1$/, '$2')
    .trim();
  if (/[\n]/.test(word)) return [];
  const value = parsed(word) ?? (/^[\p{L}\p{N}_.+-]+$/u.test(word) ? word : unquoted(word));
  return value === undefined ? [] : [{ value, done: ['bare'] }];
}

function unquoted(word: string): string | undefined {
  return /^['“‘「`]([^'"“”‘’「」`]*)['”’」`]$/.exec(word)?.[1];
}

function reshaped(attempts: readonly Attempt[], answer: string): Attempt[] {
  const levels = [attempts.flatMap((attempt) => underOtherRoots(attempt, inARow(answer)))];
  // A tool call in a list of them, its arguments being a text, stands this deep.
  for (let level = 1; level < ROOTS_MAX; level++) {
    levels.push((levels[level - 1] ?? []).flatMap((attempt) => underOtherRoots(attempt, [])));
  }
  return levels.flat().slice(0, ATTEMPTS_MAX);
}

function underOtherRoots({ done, value }: Attempt, all: readonly unknown[]): Attempt[] {
  if (isText(value)) return done.includes('text') ? [] : readText(value, false, [...done, 'text']);
  return otherRoots(value, all).map((root) => ({ value: root.value, done: [...done, root.done] }));
}

interface Patience {
  /** Counts from the first time on. */
  begin(): void;
  isOver(): boolean;
}

function createPatience(): Patience {
  let untilMs = Number.POSITIVE_INFINITY;
  return {
    begin() {
      untilMs = Math.min(untilMs, workedMs() + PATIENCE_MS);
    },
    isOver: () => workedMs() > untilMs,
  };
}

/** The attempt as it fits the schema, put right where needed; null when it does not, `late` when there is no time to see. */
function fitted(
  attempt: Attempt,
  check: SchemaCheck,
  patience: Patience,
): Attempt | 'unchecked' | 'late' | null {
  let { value } = attempt;
  const done = [...attempt.done];
  for (let round = 0; round <= ROUNDS_MAX; round++) {
    if (patience.isOver()) return 'late';
    const verdict = check.fit(value);
    if (verdict === 'fits') return { value, done };
    if (verdict === 'unchecked') return verdict;
    const errors = check.errors(value);
    patience.begin();
    const settled = settle(value, errors);
    if (settled.done.length === 0) return null;
    value = settled.value;
    done.push(...settled.done);
  }
  return null;
}

function wrongWith({ value }: Attempt, check: SchemaCheck): string {
  const words = new Set(check.errors(value).map(describe));
  if (words.size === 0) return describe(undefined);
  const told = [...words].slice(0, TOLD_ERRORS).join('; ');
  return words.size > TOLD_ERRORS ? `${told}; and ${words.size - TOLD_ERRORS} more` : told;
}

function repaired({ done, value }: Attempt): JsonResult {
  const each = [...new Set(done)];
  return { status: 'repaired', value, done: each, detail: each.map((one) => MENDINGS[one]).join('; ') };
}

function failed(problem: keyof typeof PROBLEMS): JsonResult {
  return { status: 'failed', value: null, problem, detail: PROBLEMS[problem] };
}

function unfit(detail: string): JsonResult {
  return { status: 'failed', value: null, problem: 'unfit', detail };
}
