import type { GbnfJsonSchema } from 'node-llama-cpp';

type Json = Readonly<Record<string, unknown>>;

/** Longer repetitions make grammars that llama.cpp refuses or walks slowly; the schema's check counts them. */
const REPETITION_MAX = 256;
const DEPTH_MAX = 32;

const ANY_SCALAR = { type: ['string', 'number', 'boolean', 'null'] } as const;
const ANY_OBJECT = { type: 'object', additionalProperties: true } as const;
const ANY_ARRAY = { type: 'array' } as const;
/** Any JSON value. */
const ANY: GbnfJsonSchema = { oneOf: [ANY_OBJECT, ANY_ARRAY, ANY_SCALAR] };
/** What "answer in JSON" means when nothing more is said: an object or a list, as with vLLM's grammar. */
export const ANY_JSON: GbnfJsonSchema = { oneOf: [ANY_OBJECT, ANY_ARRAY] };

/** The schema says something that no grammar of ours can hold. */
class Inexpressible extends Error {}

/**
 * JSON Schema → the dialect from which llama.cpp's grammar is made, or null when it cannot be. The grammar holds the
 * shape (types, properties, enums, references); what it cannot hold on single values (`pattern`, ranges, formats of
 * other kinds) is left out, so it may allow more than the schema, and the answer must still be checked. Properties
 * are all written, optional ones too, which every schema allows.
 */
export function toGrammarSchema(schema: Json): GbnfJsonSchema | null {
  try {
    return new Converter(schema).convertRoot();
  } catch (error) {
    // A reference that is no valid URI part is a URIError.
    if (error instanceof Inexpressible || error instanceof URIError) return null;
    throw error;
  }
}

class Converter {
  readonly #root: Json;
  readonly #defs: Record<string, GbnfJsonSchema> = {};
  /** References on the way from the root to here: an optional property back to one of them would never end. */
  readonly #open: string[] = [];

  constructor(root: Json) {
    this.#root = root;
  }

  convertRoot(): GbnfJsonSchema {
    const converted = this.#convert(this.#root, 0);
    return { ...converted, $defs: this.#defs } as GbnfJsonSchema;
  }

  #convert(schema: unknown, depth: number): GbnfJsonSchema {
    if (depth > DEPTH_MAX || schema === false) throw new Inexpressible();
    if (schema === true) return ANY;
    if (!isObject(schema)) throw new Inexpressible();
    if (typeof schema.$ref === 'string') return this.#reference(schema.$ref);
    if (Array.isArray(schema.allOf)) return this.#convert(this.#merge(schema), depth + 1);
    const choices = schema.anyOf ?? schema.oneOf;
    if (Array.isArray(choices)) {
      const { anyOf: _, oneOf: __, ...common } = schema;
      return oneOf(choices.map((choice) => this.#convert(withCommon(common, choice), depth + 1)));
    }
    if (schema.const !== undefined) return { const: scalar(schema.const) };
    if (Array.isArray(schema.enum)) return { enum: schema.enum.map(scalar) };
    if (Array.isArray(schema.type)) {
      return oneOf(schema.type.map((type) => this.#convert({ ...schema, type }, depth + 1)));
    }
    return this.#typed(schema, depth);
  }

  #typed(schema: Json, depth: number): GbnfJsonSchema {
    switch (schema.type ?? impliedType(schema)) {
      case 'object':
        return this.#object(schema, depth);
      case 'array':
        return this.#array(schema, depth);
      case 'string':
        return stringSchema(schema);
      case 'number':
        return { type: 'number' };
      case 'integer':
        return { type: 'integer' };
      case 'boolean':
        return { type: 'boolean' };
      case 'null':
        return { type: 'null' };
      case undefined:
        return ANY;
      default:
        throw new Inexpressible();
    }
  }

  #object(schema: Json, depth: number): GbnfJsonSchema {
    const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
    const properties: Record<string, GbnfJsonSchema> = {};
    for (const [name, value] of Object.entries(isObject(schema.properties) ? schema.properties : {})) {
      if (value === false) continue;
      if (!required.has(name) && this.#endless(value)) continue;
      properties[name] = this.#convert(value, depth + 1);
    }
    for (const name of required) properties[name] ??= ANY;
    if (Object.keys(properties).length > 0) return { type: 'object', properties };
    const rest = schema.additionalProperties ?? true;
    if (typeof rest === 'boolean') return { type: 'object', additionalProperties: rest };
    return { type: 'object', additionalProperties: this.#convert(rest, depth + 1) };
  }

  #array(schema: Json, depth: number): GbnfJsonSchema {
    const tuple = Array.isArray(schema.items) ? schema.items : schema.prefixItems;
    const items = Array.isArray(schema.items) ? undefined : schema.items;
    const minItems = count(schema.minItems);
    const maxItems = count(schema.maxItems) ?? (Array.isArray(tuple) ? tuple.length : undefined);
    return {
      type: 'array',
      ...(Array.isArray(tuple) && { prefixItems: tuple.map((item) => this.#convert(item, depth + 1)) }),
      ...(items !== undefined && items !== false && { items: this.#convert(items, depth + 1) }),
      ...(minItems !== undefined && { minItems }),
      ...(maxItems !== undefined && { maxItems }),
    };
  }

  #endless(schema: unknown): boolean {
    if (!isObject(schema) || typeof schema.$ref !== 'string') return false;
    return schema.$ref === '#' || this.#open.includes(schema.$ref);
  }

  /** Every target becomes one definition at the root. */
  #reference(ref: string): GbnfJsonSchema {
    const name = `d${Buffer.from(ref).toString('hex')}`;
    if (!Object.hasOwn(this.#defs, name)) {
      this.#defs[name] = ANY; // stands there while the definition refers to itself
      this.#open.push(ref);
      this.#defs[name] = this.#convert(this.#target(ref), 0);
      this.#open.pop();
    }
    return { $ref: `#/$defs/${name}` } as GbnfJsonSchema;
  }

  #target(ref: string): unknown {
    if (ref !== '#' && !ref.startsWith('#/')) throw new Inexpressible();
    const path = ref.split('/').slice(1).map(unescapePointer);
    let target: unknown = this.#root;
    for (const key of path) {
      if (!isObject(target) || !Object.hasOwn(target, key)) throw new Inexpressible();
      target = target[key];
    }
    return target;
  }

  /** `allOf` of objects: one object with the properties of all. */
  #merge(schema: Json): Json {
    const { allOf, ...own } = schema;
    let merged: Json = own;
    for (const part of Array.isArray(allOf) ? allOf : []) {
      const resolved = isObject(part) && typeof part.$ref === 'string' ? this.#target(part.$ref) : part;
      if (!isObject(resolved)) throw new Inexpressible();
      merged = mergeTwo(merged, resolved);
    }
    return merged;
  }
}

function mergeTwo(a: Json, b: Json): Json {
  const properties = {
    ...(isObject(a.properties) ? a.properties : {}),
    ...(isObject(b.properties) ? b.properties : {}),
  };
  const required = [a.required, b.required].flatMap((names) => (Array.isArray(names) ? names : []));
  const hasProperties = Object.keys(properties).length > 0;
  return { ...a, ...b, ...(hasProperties && { properties }), ...(required.length > 0 && { required }) };
}

/** What stands beside `anyOf` holds for each choice. */
function withCommon(common: Json, choice: unknown): unknown {
  if (!isObject(choice)) return choice;
  return typeof choice.$ref === 'string' ? choice : mergeTwo(common, choice);
}

function oneOf(choices: GbnfJsonSchema[]): GbnfJsonSchema {
  const [first] = choices;
  if (first === undefined) throw new Inexpressible();
  return choices.length === 1 ? first : { oneOf: choices };
}

function stringSchema(schema: Json): GbnfJsonSchema {
  const { format } = schema;
  if (format === 'date' || format === 'time' || format === 'date-time') return { type: 'string', format };
  const minLength = count(schema.minLength);
  const maxLength = count(schema.maxLength);
  return {
    type: 'string',
    ...(minLength !== undefined && { minLength }),
    ...(maxLength !== undefined && { maxLength }),
  };
}

function impliedType(schema: Json): string | undefined {
  if (isObject(schema.properties) || Array.isArray(schema.required)) return 'object';
  if (schema.items !== undefined || schema.prefixItems !== undefined) return 'array';
  return undefined;
}

function count(value: unknown): number | undefined {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= REPETITION_MAX
    ? Number(value)
    : undefined;
}

function scalar(value: unknown): string | number | boolean | null {
  if (value === null) return value;
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  throw new Inexpressible();
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function unescapePointer(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
}
