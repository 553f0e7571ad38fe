import { createSchemaCheck, type SchemaCheck, SchemaError } from '../json-schema.ts';
import { serveThread } from '../serve-thread.ts';
import type { JsonAnswer, JsonAsk } from './json-thread.ts';
import { verifyJson } from './verify.ts';

/** A schema is looked at when it is given, and soon after with every answer that is to fit it. */
const REMEMBERED_MAX = 16;
const remembered = new Map<string, SchemaCheck>();

serveThread<JsonAsk, JsonAnswer>(({ answer, isCut, schema }) => {
  try {
    const check = checkOf(schema);
    return { problem: null, result: answer === null ? null : verifyJson(answer, check, isCut) };
  } catch (error) {
    if (error instanceof SchemaError) return { problem: error.message, result: null };
    throw error;
  }
});

function checkOf(schema: string): SchemaCheck {
  const check = remembered.get(schema) ?? createSchemaCheck(JSON.parse(schema));
  // The one used last stands last.
  remembered.delete(schema);
  remembered.set(schema, check);
  const [oldest] = remembered.keys();
  if (remembered.size > REMEMBERED_MAX && oldest !== undefined) remembered.delete(oldest);
  return check;
}
