import { jsonrepair } from 'jsonrepair';
import type { Candidate } from './extract.ts';
import type { Mending } from './mendings.ts';

/** A value that was read out of a candidate. */
export interface Reading {
  readonly value: unknown;
  /** What was done to read it; null when it was JSON as it stood. */
  readonly done: Mending | null;
}

/**
 * The ways to read a candidate, the most faithful first: as it stands; with quotes, commas, comments and Python's
 * words mended; closed where it was cut. A number at the cut may lack digits, so it is never taken for whole.
 *
 * @param isCut the length limit ended the answer
 */
export function* readings({ scan, text }: Candidate, isCut: boolean): Generator<Reading> {
  if (scan.end !== null) {
    const value = parsed(text);
    yield value === undefined ? { value: mended(text), done: 'syntax' } : { value, done: null };
    return;
  }
  // Of itself a model ends where it thinks that all is said: only brackets are missing.
  if (!isCut && !scan.inStringValue) yield { value: mended(text), done: 'syntax' };
  if (scan.safe !== null) {
    yield { value: mended(text.slice(0, scan.safe.at) + scan.safe.closers), done: 'dropped' };
  }
  if (scan.inStringValue) yield { value: mended(text), done: 'closed' };
}

/** Deeper than any data that people ask for; what writes a value out again goes down as deep. */
const DEPTH_MAX = 200;

/** The value of strict JSON; undefined when it is none, or too deep. */
export function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    // A number beyond all bounds is read as infinite, and written as null: what is checked is what is handed on.
    return isShallow(value, DEPTH_MAX) ? JSON.parse(JSON.stringify(value)) : undefined;
  } catch {
    return undefined;
  }
}

function isShallow(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1));
}

function mended(text: string): unknown {
  try {
    return parsed(jsonrepair(text));
  } catch {
    return undefined;
  }
}
