import { schemaProblem, verifyJsonInThread } from '../../src/checks/json/json-thread.ts';
import type { JsonSchema } from '../../src/checks/json-schema.ts';
import type { JsonForm } from '../../src/conversation/json-answer.ts';
import type { Receipt } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { badField } from '../../src/gateway/body-check.ts';

const NO_FIT = 'it does not fit the schema';

/** What became of an answer that had to be JSON. `problem` is a phrase for people, without the answer's text. */
export type JsonVerdict =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/**
 * Reads `response_format`; null for plain text.
 *
 * @throws SwitchboardError `bad_request` for a format that is not known or a schema that cannot be used
 */
export async function parseResponseFormat(raw: unknown, signal: AbortSignal): Promise<JsonForm | null> {
  if (raw === null) return null;
  const { type, json_schema } = raw as { type?: unknown; json_schema?: { schema?: unknown } | null };
  if (type === 'text') return null;
  if (type === 'json_object') return true;
  if (type !== 'json_schema') {
    throw badField('response_format.type', 'must be text, json_object or json_schema.');
  }
  return readSchema(json_schema?.schema, 'response_format.json_schema.schema', signal);
}

/**
 * A schema as a caller gave it, which can be used.
 *
 * @throws SwitchboardError `bad_request` that says why it cannot be used
 */
export async function readSchema(schema: unknown, param: string, signal: AbortSignal): Promise<JsonSchema> {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw badField(param, 'must be a JSON Schema object.');
  }
  const problem = await schemaProblem(schema as JsonSchema, signal);
  if (problem !== null) throw badField(param, `cannot be used: ${problem}.`);
  return schema as JsonSchema;
}

/**
 * Whether an answer is, to the letter, what was asked for. Of one that has failed is known that it did; another look
 * at it would cost as long again.
 */
export async function verdictOn(
  { checks }: Receipt,
  text: string,
  form: JsonForm,
  signal: AbortSignal,
): Promise<JsonVerdict> {
  const failed = checks.find(({ name, status }) => name === 'json' && status === 'failed');
  if (failed !== undefined) return { ok: false, problem: failed.detail ?? NO_FIT };
  const result = await verifyJsonInThread(text, form, false, signal);
  if (result?.status === 'passed') return { ok: true, value: result.value };
  return { ok: false, problem: (result?.status === 'failed' && result.detail) || NO_FIT };
}

/** An answer that is not what was asked for, in spite of all mending. `problem`: used where its check tells none. */
export function schemaUnmet({ checks, finish }: Receipt, problem: string, param: string): SwitchboardError {
  const told = checks.find(({ name, status }) => name === 'json' && status === 'failed')?.detail ?? problem;
  const cut = finish === 'length' ? ' The output limit cut it; raise max_tokens.' : '';
  return new SwitchboardError('schema_unmet', `The answer could not be given as asked: ${told}.${cut}`, {
    param,
  });
}
