import {
  createJsonCheck,
  type JsonSchema,
  type JsonVerdict,
  SchemaError,
} from '../../src/checks/json-schema.ts';
import { badField } from '../../src/gateway/body-check.ts';

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
  const param = 'response_format.json_schema.schema';
  const schema = json_schema?.schema;
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
