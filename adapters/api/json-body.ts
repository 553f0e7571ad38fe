import type { JsonSchema } from '../../src/checks/json-schema.ts';
import { cleanText } from '../../src/conversation/clean.ts';
import { badField, bodyCheck } from '../../src/gateway/body-check.ts';
import { LIMITS } from './limits.ts';
import { readSchema } from './response-format.ts';
import { optional } from './sampling-fields.ts';

/** A request for `/v1/completions/json`, checked. */
export interface JsonAsk {
  readonly prompt: string;
  readonly schema: JsonSchema;
  /** The caller brought no schema, so the answer has the contract's own form. */
  readonly isPlain: boolean;
  /** The caller's own id; null keeps nothing. */
  readonly conversation: string | null;
}

/** What is asked for, and given, without a schema. */
export const PLAIN_SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    result: { type: 'string', description: 'the answer' },
    confidence: { type: 'number', minimum: 0, maximum: 1, description: 'how sure you are of it' },
    source: { type: 'string', description: 'where it is from: "model" unless the text names its source' },
  },
  required: ['result', 'confidence', 'source'],
  additionalProperties: false,
};

export const JSON_BODY = {
  type: 'object',
  required: ['prompt'],
  properties: {
    prompt: { type: 'string', maxLength: LIMITS.rawPromptChars },
    schema: optional('object', { description: 'a JSON Schema, draft-04 to 2020-12' }),
    conversation: optional('string', {
      minLength: 1,
      maxLength: LIMITS.conversationChars,
      description: 'makes it a turn of that conversation; without it nothing is kept',
    }),
  },
};

const check = bodyCheck<{
  readonly prompt: string;
  readonly schema?: unknown;
  readonly conversation?: string | null;
}>(JSON_BODY);

/** @throws SwitchboardError `bad_request` naming the field */
export async function parseJsonAsk(raw: unknown, signal: AbortSignal): Promise<JsonAsk> {
  const { conversation = null, prompt, schema = null } = check(raw);
  const text = cleanText(prompt);
  if (text.trim() === '') throw badField('prompt', 'is empty; write a question.');
  const isPlain = schema === null;
  const usable = isPlain ? PLAIN_SCHEMA : await readSchema(schema, 'schema', signal);
  return { prompt: text, schema: usable, isPlain, conversation };
}
