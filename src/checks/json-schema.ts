import type { ErrorObject, ValidateFunction } from 'ajv';
import { bounded } from './json/bounded.ts';
import { type Compiled, compileReading, compileSchema } from './json/compile.ts';

export { SchemaError } from './json/compile.ts';

const ANY_OBJECT = { type: 'object' };

export const NOT_JSON = 'it is not valid JSON';
export const NO_OBJECT = 'it is not a JSON object';
export const UNCHECKED = 'it is too deep, or takes too long, to be checked';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What became of an answer that had to be JSON. `problem` is a phrase for people, without the answer's text. */
export type JsonVerdict =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** What a schema says of a value. `unchecked`: it is too deep, or takes too long, to be checked. */
export type Fit = 'fits' | 'unfit' | 'unchecked';

/** A schema that can be used. */
export interface SchemaCheck {
  fit(value: unknown): Fit;
  /** All that is wrong with a value, as far as it can be told in time. */
  errors(value: unknown): readonly ErrorObject[];
}

/** By the schema itself: what a route has compiled to refuse a bad one, the answer is held to a moment later. */
const known = new WeakMap<JsonSchema, SchemaCheck>();

/**
 * A schema, ready to check values; `true` stands for any JSON object. The dialect is the one that `$schema` names
 * (draft-04 to 2020-12), else the newest that the schema fits. References to other documents are never fetched.
 *
 * @param schema is not changed afterwards
 * @throws SchemaError when the schema itself cannot be used
 */
export function createSchemaCheck(schema: JsonSchema | true): SchemaCheck {
  const object = schema === true ? ANY_OBJECT : schema;
  const check = known.get(object) ?? checkOf(compileSchema(object));
  known.set(object, check);
  return check;
}

function checkOf({ reading, validate }: Compiled): SchemaCheck {
  let thorough: ValidateFunction | null = null;
  return {
    fit(value) {
      try {
        return bounded(() => validate(value)) ? 'fits' : 'unfit';
      } catch {
        return 'unchecked';
      }
    },
    errors(value) {
      try {
        thorough ??= compileReading(reading, true);
        const all = thorough;
        return bounded(() => all(value)) ? [] : (all.errors ?? []);
      } catch {
        return [];
      }
    },
  };
}

/**
 * A check of model output against a schema, to the letter: nothing around the JSON is taken away. See
 * `createSchemaCheck`.
 *
 * @throws SchemaError when the schema itself cannot be used
 */
export function createJsonCheck(schema: JsonSchema | true): (text: string) => JsonVerdict {
  const check = createSchemaCheck(schema);
  return (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { ok: false, problem: NOT_JSON };
    }
    try {
      // A number beyond all bounds is read as infinite, and written as null: what is checked is what is handed on.
      value = JSON.parse(JSON.stringify(value));
    } catch {
      return { ok: false, problem: UNCHECKED };
    }
    switch (check.fit(value)) {
      case 'fits':
        return { ok: true, value };
      case 'unchecked':
        return { ok: false, problem: UNCHECKED };
      default:
        return { ok: false, problem: schema === true ? NO_OBJECT : describe(check.errors(value)[0]) };
    }
  };
}

/** One error in words, by its place and without the answer's text. */
export function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it does not fit the schema';
  return `${error.instancePath || 'the value'} ${error.message ?? 'does not fit the schema'}`;
}
