import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ErrorObject, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { isObject, type Json } from '../json.ts';
import type { FieldProblem } from '../rest/errors.ts';

const FILE = resolve(import.meta.dirname, '../../../../../shared/specs/discord-openapi.json');
/** A snowflake is an unsigned integer of 64 bits. */
const SNOWFLAKE_MAX = 2n ** 64n - 1n;
/** An error of every branch of a union helps nobody. */
const PROBLEMS_MAX = 10;

/** False where `../shared` is not there, as in a plain clone: then only the extra rules hold. */
export const hasOpenApi = existsSync(FILE);
if (!hasOpenApi) console.warn(`skipped: ${FILE} is not here, so what goes to Discord is not held against it`);

/** Validators of the document as it is, and of one that knows no other properties than its own. */
const documents = new Map<string, Ajv2020>();

function validators(kind: 'plain' | 'closed'): Ajv2020 {
  const made = documents.get(kind) ?? make(kind);
  documents.set(kind, made);
  return made;
}

function make(kind: 'plain' | 'closed'): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  addFormats.default(ajv, ['uri', 'date-time', 'int32', 'int64', 'double']);
  ajv.addFormat('snowflake', (id) => /^\d{1,20}$/.test(id) && BigInt(id) <= SNOWFLAKE_MAX);
  ajv.addFormat('nonce', true);
  const document: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
  ajv.addSchema((kind === 'plain' ? document : closed(document)) as object, 'discord');
  return ajv;
}

/** The same schemas, with no further properties allowed where properties are named. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([name, value]) => [name, name === 'allOf' ? value : closed(value)]),
  );
  const open =
    schema.type === 'object' && isObject(schema.properties) && schema.additionalProperties === undefined;
  return open ? { ...inner, additionalProperties: false } : inner;
}

/** Compiles what takes long, so that no answer to an interaction has to wait for it. */
export function prepareOpenApi(): void {
  for (const [method, template] of SLOW) {
    problemsOfBody(method, template, {});
    unknownProperties(method, template, {});
  }
}

const SLOW = [
  ['POST', '/channels/{channel_id}/messages'],
  ['POST', '/interactions/{interaction_id}/{interaction_token}/callback'],
  ['PUT', '/applications/{application_id}/commands'],
] as const;

/** What is wrong with a JSON body of `POST /channels/{channel_id}/messages` and the like; empty where all is well. */
export function problemsOfBody(method: string, template: string, body: unknown): readonly FieldProblem[] {
  const validate = bodyValidator('plain', method, template);
  if (validate === null || validate(body)) return [];
  return fieldProblems(validate.errors ?? []);
}

/** Paths of properties that the document does not know; only of a body without other problems. */
export function unknownProperties(method: string, template: string, body: unknown): readonly string[] {
  const validate = bodyValidator('closed', method, template);
  if (validate === null || validate(body)) return [];
  const errors = validate.errors ?? [];
  const unknown = errors.filter(({ keyword }) => keyword === 'additionalProperties');
  const paths = unknown.map(
    ({ instancePath, params }) => `${instancePath}/${String((params as Json).additionalProperty)}`,
  );
  return [...new Set(paths)];
}

function bodyValidator(kind: 'plain' | 'closed', method: string, template: string): ValidateFunction | null {
  if (!hasOpenApi) return null;
  const pointer = [
    'paths',
    template,
    method.toLowerCase(),
    'requestBody',
    'content',
    'application/json',
    'schema',
  ];
  const fragment = pointer.map((part) =>
    encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  return validators(kind).getSchema(`discord#/${fragment.join('/')}`) ?? null;
}

/** The deepest problems say most: those above only tell that no branch fits. */
function fieldProblems(errors: readonly ErrorObject[]): FieldProblem[] {
  const telling = errors.filter(({ keyword }) => keyword !== 'oneOf' && keyword !== 'anyOf');
  const all = (telling.length > 0 ? telling : errors).map(({ instancePath, keyword, message }) => ({
    path: instancePath.split('/').filter((step) => step !== ''),
    code: CODES[keyword] ?? 'BASE_TYPE_INVALID',
    message: message ?? keyword,
  }));
  const deepest = Math.max(...all.map(({ path }) => path.length));
  return all
    .toSorted((one, other) => other.path.length - one.path.length)
    .filter(({ path }) => path.length === deepest || errors.length === all.length)
    .slice(0, PROBLEMS_MAX);
}

const CODES: Readonly<Record<string, string>> = {
  maxLength: 'BASE_TYPE_MAX_LENGTH',
  minLength: 'BASE_TYPE_MIN_LENGTH',
  maxItems: 'BASE_TYPE_BAD_LENGTH',
  minItems: 'BASE_TYPE_BAD_LENGTH',
  required: 'BASE_TYPE_REQUIRED',
  enum: 'BASE_TYPE_CHOICES',
  maximum: 'NUMBER_TYPE_MAX',
  minimum: 'NUMBER_TYPE_MIN',
};
