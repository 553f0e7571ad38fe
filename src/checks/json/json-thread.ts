import type { JsonSchema } from '../json-schema.ts';
import { createCheckThread } from '../thread.ts';
import { PROBLEMS, SCHEMA_MAX_CHARS, TOO_DEEP, TOO_LARGE, TOO_SLOW } from './problems.ts';
import type { JsonResult } from './verify.ts';

/** What is asked of the thread that holds JSON to schemas. */
export interface JsonAsk {
  /** As JSON; the thread remembers by it what it has compiled. */
  readonly schema: string;
  /** What is to be held to it; null only asks whether the schema can be used. */
  readonly answer: string | null;
  /** The length limit ended the answer. */
  readonly isCut: boolean;
}

/** `problem`: why the schema cannot be used, for the person who wrote it; null when it can. */
export type JsonAnswer =
  | { readonly problem: string; readonly result: null }
  | { readonly problem: null; readonly result: JsonResult | null };

// A schema is a stranger's: its patterns may backtrack for as long as they are let.
const thread = createCheckThread<JsonAsk, JsonAnswer>({
  file: new URL('./json-worker.ts', import.meta.url),
  heapMb: 256,
  // The bounds inside are shorter, and count only the thread's own work.
  jobMs: 30_000,
  // Compiled schemas are code, which is never let go of one by one.
  jobsMax: 2_000,
});

/** Why a schema cannot be used, for the person who wrote it; null when it can. Never throws. */
export async function schemaProblem(schema: JsonSchema, signal: AbortSignal): Promise<string | null> {
  const text = written(schema);
  if (text === null) return TOO_DEEP;
  if (text.length > SCHEMA_MAX_CHARS) return TOO_LARGE;
  const done = await thread.run({ schema: text, answer: null, isCut: false }, signal);
  return done === 'unknown' ? TOO_SLOW : done.answer.problem;
}

/**
 * `verifyJson` in a thread of its own; null when the schema cannot be used. Never throws.
 *
 * @param schema `true` stands for any JSON object
 * @param isCut the length limit ended the answer
 */
export async function verifyJsonInThread(
  answer: string,
  schema: JsonSchema | true,
  isCut: boolean,
  signal: AbortSignal,
): Promise<JsonResult | null> {
  const text = written(schema === true ? ANY_OBJECT : schema);
  if (text === null) return null;
  const done = await thread.run({ schema: text, answer, isCut }, signal);
  return done === 'unknown' ? UNCHECKED : done.answer.result;
}

const ANY_OBJECT: JsonSchema = { type: 'object' };
const UNCHECKED: JsonResult = {
  status: 'failed',
  value: null,
  problem: 'unchecked',
  detail: PROBLEMS.unchecked,
};

/** Null for one that is nested deeper than it can be written. */
function written(schema: JsonSchema): string | null {
  try {
    return JSON.stringify(schema);
  } catch {
    return null;
  }
}
