import { createJsonCheck, type JsonSchema, type JsonVerdict, SchemaError } from '../checks/json-schema.ts';
import type { Prepared } from '../experts/pool.ts';
import type { Draft } from './receipt.ts';
import type { AnswerEvent, Check } from './types.ts';

/** What an answer is to be: JSON of a schema, or any JSON object. */
export type JsonForm = JsonSchema | true;

/** As in the receipts of the HTTP API. */
const JSON_CHECK = 'json';
const OPEN = '```json\n';
const CLOSE = '\n```';

/** What is asked with these words. A model that is constrained without knowing may write white space to the end. */
export function askForJson(text: string, json: JsonForm): string {
  if (json === true) return `${text}\n\nReply with one JSON object only.`;
  return `${text}\n\nReply with JSON only, that fits this JSON Schema:\n${JSON.stringify(json)}`;
}

/**
 * Holds a request to JSON, in a fence, as people read it in Markdown.
 *
 * @param embedded the embedded model loops without its repetition penalty; to others JSON's braces are no repetition
 */
export function heldToJson(request: Prepared, json: JsonForm, embedded: boolean): Prepared {
  const { sampling } = request;
  const exact = embedded ? sampling : { ...sampling, repetitionPenalty: 1 };
  return { ...request, json, before: OPEN, after: CLOSE, ...(exact && { sampling: exact }) };
}

/** Checks a finished answer against what was asked, and lays it out over lines where it stood in one. */
export function* checkJson(draft: Draft, json: JsonForm): Generator<AnswerEvent> {
  const { check, pretty } = verifyJson(draft.text, json, draft.finish);
  draft.checks.push(check);
  if (pretty === null || pretty === draft.text) return;
  draft.text = pretty;
  yield { event: 'replace', data: { text: pretty } };
}

/** @returns the check, and the answer laid out; null where it is not what was asked, and stays as it is */
export function verifyJson(
  answer: string,
  json: JsonForm,
  finish: Draft['finish'],
): { readonly check: Check; readonly pretty: string | null } {
  const verdict = verdictOn(inner(answer), json);
  if (verdict === null) {
    const detail = 'the schema could not be used to check the answer';
    return { check: { name: JSON_CHECK, status: 'skipped', detail }, pretty: null };
  }
  if (verdict.ok) {
    const pretty = `${OPEN}${JSON.stringify(verdict.value, null, 2)}${CLOSE}`;
    return { check: { name: JSON_CHECK, status: 'passed' }, pretty };
  }
  const cut = finish === 'length' ? '; the length limit cut it' : '';
  return { check: { name: JSON_CHECK, status: 'failed', detail: `${verdict.problem}${cut}` }, pretty: null };
}

/** Null when the schema cannot be used now: it was checked when it was given, but then, perhaps, in more time. */
function verdictOn(text: string, json: JsonForm): JsonVerdict | null {
  try {
    return createJsonCheck(json)(text);
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

function inner(answer: string): string {
  const start = answer.startsWith(OPEN) ? OPEN.length : 0;
  return answer.slice(start, answer.endsWith(CLOSE) ? -CLOSE.length : undefined);
}
