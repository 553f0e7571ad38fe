import {
  createJsonCheck,
  type JsonSchema,
  type JsonVerdict,
  SchemaError,
} from '../../src/checks/json-schema.ts';
import type { Receipt } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { badField } from '../../src/gateway/body-check.ts';

const NO_FIT = 'it does not fit the schema';

/** An answer that must be JSON: what constrains the model, and the check of what it wrote. */
export interface ResponseFormat {
  readonly schema: JsonSchema | true;
  readonly check: (text: string) => JsonVerdict;
}

/**
 * Reads `response_format`; null for plain text.
 *
 * @throws SwitchboardError `bad_request` for a format that is not known or a schema that cannot be used
 */
export function parseResponseFormat(raw: unknown): ResponseFormat | null {
  if (raw === null) return null;
  const { type, json_schema } = raw as { type?: unknown; json_schema?: { schema?: unknown } | null };
  if (type === 'text') return null;
  if (type === 'json_object') return { schema: true, check: createJsonCheck(true) };
  if (type !== 'json_schema') {
    throw badField('response_format.type', 'must be text, json_object or json_schema.');
  }
  return readSchema(json_schema?.schema, 'response_format.json_schema.schema');
}

/**
 * A schema as a caller gave it, ready to be used.
 *
 * @throws SwitchboardError `bad_request` that says why it cannot be used
 */
export function readSchema(schema: unknown, param: string): ResponseFormat {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
    throw badField(param, 'must be a JSON Schema object.');
  }
  try {
    return { schema: schema as JsonSchema, check: createJsonCheck(schema as JsonSchema) };
  } catch (error) {
    if (error instanceof SchemaError) throw badField(param, `cannot be used: ${error.message}.`);
    throw error;
  }
}

/** Of an answer that has failed is known that it did; another look at it would cost as long again. */
export function verdictOn({ checks }: Receipt, text: string, { check }: ResponseFormat): JsonVerdict {
  const failed = checks.find(({ name, status }) => name === 'json' && status === 'failed');
  return failed === undefined ? check(text) : { ok: false, problem: failed.detail ?? NO_FIT };
}

/** An answer that is not what was asked for, in spite of all mending. `problem`: used where its check tells none. */
export function schemaUnmet({ checks, finish }: Receipt, problem: string, param: string): SwitchboardError {
  const told = checks.find(({ name, status }) => name === 'json' && status === 'failed')?.detail ?? problem;
  const cut = finish === 'length' ? ' The output limit cut it; raise max_tokens.' : '';
  return new SwitchboardError('schema_unmet', `The answer could not be given as asked: ${told}.${cut}`, {
    param,
  });
}
