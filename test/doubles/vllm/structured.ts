import type { RequestBody } from './behaviour.ts';
import { badRequest, badSchema } from './errors.ts';

export type Constraint =
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'regex'; readonly pattern: string }
  | { readonly kind: 'json'; readonly schema: Schema | true }
  /** `grammar` and `structural_tag`: accepted, but only a script can answer them fittingly. */
  | { readonly kind: 'other' };

type Schema = Readonly<Record<string, unknown>>;

const KINDS = ['json', 'regex', 'choice', 'grammar', 'json_object', 'structural_tag'] as const;
const MAX_DEPTH = 32;

/** What the answer must fit, of `structured_outputs` or else `response_format`; throws ApiError. */
export function constraintOf(body: RequestBody): Constraint | null {
  const wanted = body.structured_outputs;
  if (wanted !== undefined && wanted !== null) return ofStructuredOutputs(wanted, body);
  return ofResponseFormat(body.response_format, body);
}

function ofStructuredOutputs(wanted: unknown, body: RequestBody): Constraint {
  if (!isSchema(wanted))
    throw badSchema('body.structured_outputs', 'Input should be a valid dictionary', wanted);
  const given = KINDS.filter((kind) => wanted[kind] !== undefined && wanted[kind] !== null);
  if (given.length !== 1) {
    const reason =
      given.length === 0
        ? 'You must use one kind of structured outputs constraint but none are specified'
        : 'You can only use one kind of structured outputs constraint but multiple are specified';
    throw badSchema('body.structured_outputs', reason, body);
  }
  const { choice, regex, json } = wanted;
  if (Array.isArray(choice) && choice.length > 0) return { kind: 'choice', choices: choice.map(String) };
  if (choice !== undefined && choice !== null)
    throw badSchema('body.structured_outputs.choice', 'Choice must be a non-empty list', choice);
  if (typeof regex === 'string') return { kind: 'regex', pattern: regex };
  if (wanted.json_object === true) return { kind: 'json', schema: true };
  if (json === undefined || json === null) return { kind: 'other' };
  return { kind: 'json', schema: parseSchema(json) };
}

function ofResponseFormat(format: unknown, body: RequestBody): Constraint | null {
  if (format === undefined || format === null) return null;
  const type = isSchema(format) ? format.type : undefined;
  if (!isSchema(format) || typeof type !== 'string')
    throw badSchema('body.response_format', 'Input should be a valid response format', format);
  if (type === 'text') return null;
  if (type === 'json_object') return { kind: 'json', schema: true };
  if (type === 'structural_tag') return { kind: 'other' };
  if (type !== 'json_schema') throw badSchema('body.response_format.type', 'Unknown type', type);
  const reason = "When response_format type is 'json_schema', the 'json_schema' field must be provided.";
  if (!isSchema(format.json_schema)) throw badSchema('response_format', reason, body);
  return { kind: 'json', schema: parseSchema(format.json_schema.schema) };
}

function parseSchema(value: unknown): Schema | true {
  let schema = value;
  if (typeof value === 'string') {
    try {
      schema = JSON.parse(value);
    } catch {
      throw badRequest('Invalid JSON grammar specification.');
    }
  }
  if (isSchema(schema)) return schema;
  throw badRequest('The provided JSON schema contains features not supported by xgrammar.');
}

/**
 * A small instance of a JSON schema: required properties only, the first of alternatives. Covers object, array,
 * string, number, integer, boolean, null, enum, const, anyOf/oneOf/allOf, local $ref, and the length and range
 * bounds; not patterns and formats.
 */
export function instanceOf(schema: unknown, root: unknown = schema, depth = 0): unknown {
  if (depth > MAX_DEPTH) throw badRequest('The JSON schema is too deep or recursive for this double.');
  if (!isSchema(schema)) return 'value';
  const inner = (sub: unknown) => instanceOf(sub, root, depth + 1);
  if (typeof schema.$ref === 'string') return inner(resolve(schema.$ref, root));
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(alternatives)) return inner(alternatives[0]);
  if (Array.isArray(schema.allOf)) {
    const { allOf, ...own } = schema;
    return inner(Object.assign({}, own, ...allOf));
  }
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === 'object' || (type === undefined && isSchema(schema.properties)))
    return objectOf(schema, inner);
  if (type === 'array')
    return Array.from({ length: Number(schema.minItems ?? 0) }, () => inner(schema.items));
  if (type === 'number' || type === 'integer') return numberOf(schema, type === 'integer');
  if (type === 'boolean') return true;
  if (type === 'null') return null;
  const maxLength = Number(schema.maxLength ?? Number.POSITIVE_INFINITY);
  return 'value'.padEnd(Number(schema.minLength ?? 0), 'e').slice(0, maxLength);
}

function objectOf(schema: Schema, inner: (sub: unknown) => unknown): Record<string, unknown> {
  const properties = isSchema(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return Object.fromEntries(required.map((name) => [name, inner(properties[name])]));
}

/** The number nearest to zero within the bounds. */
function numberOf(schema: Schema, integer: boolean): number {
  const step = integer ? 1 : 0.001;
  const bound = (name: string, none: number) => (typeof schema[name] === 'number' ? schema[name] : none);
  const down = integer ? Math.floor : (value: number) => value;
  const up = integer ? Math.ceil : (value: number) => value;
  const none = Number.POSITIVE_INFINITY;
  const low = Math.max(up(bound('minimum', -none)), down(bound('exclusiveMinimum', -none)) + step);
  const high = Math.min(down(bound('maximum', none)), up(bound('exclusiveMaximum', none)) - step);
  return Math.min(Math.max(0, low), high);
}

function resolve(ref: string, root: unknown): unknown {
  const keys = ref.replace(/^#\/?/, '').split('/').filter(Boolean);
  return keys.reduce<unknown>((node, key) => (isSchema(node) ? node[key] : undefined), root);
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
