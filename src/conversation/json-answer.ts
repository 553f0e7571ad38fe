import { verifyJsonInThread } from '../checks/json/json-thread.ts';
import type { JsonResult } from '../checks/json/verify.ts';
import type { JsonSchema } from '../checks/json-schema.ts';
import type { Experts } from '../experts/experts.ts';
import type { Prepared } from '../experts/pool.ts';
import type { RepairCall } from '../experts/repair.ts';
import { asTable } from './json-table.ts';
import { jsonDetail, modelMendedDetail, SCHEMA_UNUSABLE } from './json-wording.ts';
import type { Draft, Round } from './receipt.ts';
import type { AnswerEvent } from './types.ts';
import type { Language } from './wording.ts';

/** What an answer is to be: JSON of a schema, or any JSON object. */
export type JsonForm = JsonSchema | true;

/** As in the receipts of the HTTP API. */
export const JSON_CHECK = 'json';
const OPEN = '```json\n';
const CLOSE = '\n```';

/** A third of the usual window of 32K tokens. The server holds its model to longer ones, too, told or not. */
const TOLD_SCHEMA_MAX_CHARS = 24_000;
/** What a schema only tells, and can do without first. */
const TELLING = new Set(['$comment', 'description', 'examples', 'markdownDescription', 'title']);

/** What is asked with these words. A model that is constrained without knowing may write white space to the end. */
export function askForJson(text: string, json: JsonForm): string {
  if (json === true) return `${text}\n\nReply with one JSON object only.`;
  const whole = JSON.stringify(json);
  const told = whole.length > TOLD_SCHEMA_MAX_CHARS ? withoutTelling(json) : whole;
  if (told.length > TOLD_SCHEMA_MAX_CHARS) return `${text}\n\nReply with JSON only.`;
  return `${text}\n\nReply with JSON only, that fits this JSON Schema:\n${told}`;
}

/** A field may be called as a keyword is: only texts are left out, not schemas. */
function withoutTelling(json: JsonSchema): string {
  return JSON.stringify(json, (word, value) =>
    TELLING.has(word) && (typeof value === 'string' || Array.isArray(value)) ? undefined : value,
  );
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

/** How a right answer stands in the place of the model's. */
export type LayOut = (value: unknown) => string;

/** In a fence and over lines, for people; of columns and rows also the table. */
export const inFence: LayOut = (value) => {
  const table = asTable(value);
  return `${OPEN}${JSON.stringify(value, null, 2)}${CLOSE}${table === null ? '' : `\n\n${table}`}`;
};
/** The bare JSON, for programs. */
export const bare: LayOut = (value) => JSON.stringify(value);

/** A person waits; and an answer that one attempt does not mend, a second rarely does. */
const REPAIR_MAX_MS = 60_000;

/**
 * Holds a finished answer to what was asked: by rule, then once by the repair model, which is told what is wrong. What
 * takes its place is yielded; bare JSON that is right stays as the model wrote it. One that
 * cannot be mended stays as it is, with a check that failed. Throws only the signal's reason.
 */
export async function* checkJson(
  draft: Draft,
  json: JsonForm,
  experts: Pick<Experts, 'repair'>,
  layOut: LayOut,
  language: Language,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent> {
  // A fence around bare JSON is the model's own, and a mistake.
  const answer = layOut === bare ? draft.text : inner(draft.text);
  const found = await verifyJsonInThread(answer, json, draft.finish === 'length', signal);
  signal.throwIfAborted();
  if (found === null) {
    draft.checks.push({ name: JSON_CHECK, status: 'skipped', detail: SCHEMA_UNUSABLE[language] });
    return;
  }
  const mended =
    found.status === 'failed' ? await mendedByModel(draft, answer, found, json, experts, signal) : null;
  const status = mended === null ? found.status : 'repaired';
  const detail =
    mended === null
      ? jsonDetail(found, draft.finish === 'length', language)
      : modelMendedDetail(mended.model, language);
  draft.checks.push({ name: JSON_CHECK, status, ...(detail !== null && { detail }) });
  if (status === 'failed') return;
  const { value } = mended ?? found;
  const text = status === 'passed' && layOut === bare ? draft.text : layOut(value);
  if (text === draft.text) return;
  draft.text = text;
  yield { event: 'replace', data: { text } };
}

/** One attempt, noted in the draft; null when it was of no use. Its own result may need mending by rule, too. */
async function mendedByModel(
  draft: Draft,
  text: string,
  found: Extract<JsonResult, { status: 'failed' }>,
  json: JsonForm,
  experts: Pick<Experts, 'repair'>,
  signal: AbortSignal,
): Promise<{ readonly value: unknown; readonly model: string } | null> {
  // Out of nothing a model would make something up; and what cannot be checked could not be checked again.
  if (found.problem === 'unchecked' || found.problem === 'empty') return null;
  const request = { text, problem: found.detail, schema: json === true ? { type: 'object' } : json };
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(REPAIR_MAX_MS)]);
    let model = '';
    const note = (call: RepairCall) => {
      model = call.model;
      draft.rounds.push(toRound(call));
    };
    const written = await experts.repair(request, limited, note);
    const mended = await verifyJsonInThread(written, json, false, signal);
    if (mended === null || mended.status === 'failed') return null;
    return { value: mended.value, model };
  } catch {
    signal.throwIfAborted();
    // No model, no room or no time for it: what is wrong with the answer is known all the same.
    return null;
  }
}

/** Among experts, who mends JSON counts as the one that writes it; times are rounded as in all receipts. */
function toRound({ model, ms, usage }: RepairCall): Round {
  return { step: { expert: 'structured', model_used: model, ms: Math.round(ms * 10) / 10 }, usage };
}

/** The JSON of an answer without the fence that it is shown in, and without the table behind that. */
export function inner(answer: string): string {
  if (!answer.startsWith(OPEN)) return answer.endsWith(CLOSE) ? answer.slice(0, -CLOSE.length) : answer;
  // What a model wrote may hold fences of its own; what we laid out has none inside.
  const end = answer.endsWith(CLOSE) ? answer.length - CLOSE.length : answer.indexOf(`${CLOSE}\n\n|`);
  return answer.slice(OPEN.length, end < 0 ? undefined : end);
}
