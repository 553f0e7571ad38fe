import { createContext, Script } from 'node:vm';
import { Ajv, type ErrorObject, MissingRefError, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { fullFormats } from 'ajv-formats/dist/formats.js';

/** A schema is a stranger's: its patterns may backtrack for hours, and this thread serves everybody. */
const RUN_TIMEOUT_MS = 500;
const SCHEMA_MAX_CHARS = 200_000;
const ANY_OBJECT = { type: 'object' };

export const NOT_JSON = 'it is not valid JSON';
export const NO_OBJECT = 'it is not a JSON object';
export const UNCHECKED = 'it is too deep, or takes too long, to be checked';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What became of an answer that had to be JSON. `problem` is a phrase for people, without the answer's text. */
export type JsonVerdict =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** Why a schema cannot be used; `message` is for the person who wrote it. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** What a schema says of a value. `unchecked`: it is too deep, or takes too long, to be checked. */
export type Fit = 'fits' | 'unfit' | 'unchecked';

/** A schema that can be used. */
export interface SchemaCheck {
  fit(value: unknown): Fit;
  /** All that is wrong with a value, as far as it can be told in time. */
  errors(value: unknown): readonly ErrorObject[];
}

/**
 * A schema, compiled; `true` stands for any JSON object. The dialect is the one that `$schema` names (draft-06 and
 * draft-07, 2019-09), else 2020-12. References to other documents are never fetched.
 *
 * @throws SchemaError when the schema itself cannot be used
 */
export function createSchemaCheck(schema: JsonSchema | true): SchemaCheck {
  const validate = compile(schema === true ? ANY_OBJECT : schema, false);
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
        thorough ??= compile(schema === true ? ANY_OBJECT : schema, true);
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

function compile(schema: JsonSchema, allErrors: boolean): ValidateFunction {
  const dialect = schema.$schema;
  if (dialect !== undefined && typeof dialect !== 'string') throw new SchemaError('$schema is not a string');
  // An asynchronous check would answer with a promise, which is true whatever it holds.
  if ('$async' in schema) throw new SchemaError('$async is not supported');
  try {
    if (JSON.stringify(schema).length > SCHEMA_MAX_CHARS) {
      throw new SchemaError(`it is longer than ${SCHEMA_MAX_CHARS} characters`);
    }
    try {
      return compileWith(schema, { allErrors });
    } catch (error) {
      // Much in use: `[\w-.]`, which only the older syntax of regular expressions takes.
      if (!isPatternError(error)) throw error;
      return compileWith(schema, { allErrors, unicodeRegExp: false });
    }
  } catch (cause) {
    throw toSchemaError(cause);
  }
}

function compileWith(schema: JsonSchema, options: Options): ValidateFunction {
  const ajv = ajvFor(schema.$schema as string | undefined, options);
  // The dialect's own schema, which is no stranger's and, on a busy machine, takes most of the time.
  ajv.compile({});
  return bounded(() => ajv.compile(schema));
}

function isPatternError(error: unknown): boolean {
  return error instanceof Error && /Invalid regular expression/.test(error.message);
}

function toSchemaError(cause: unknown): SchemaError {
  if (cause instanceof SchemaError) return cause;
  if (cause instanceof MissingRefError && !cause.missingRef.startsWith('#')) {
    const reason = `it refers to another document, ${cause.missingRef}, and none is fetched; put it under $defs`;
    return new SchemaError(reason, { cause });
  }
  // A schema nested too deep overflows the stack here, too.
  return new SchemaError(cause instanceof Error ? cause.message : 'it cannot be read', { cause });
}

/** One instance per schema: strangers' `$id`s must not meet. */
function ajvFor(dialect: string | undefined, changes: Options): Ajv {
  const options: Options = {
    strict: false,
    strictNumbers: true,
    logger: false,
    formats: fullFormats,
    ...changes,
  };
  if (dialect?.includes('draft-06')) return new Ajv(options).addMetaSchema(draft6);
  if (dialect?.includes('draft-07')) return new Ajv(options);
  if (dialect?.includes('2019-09')) return new Ajv2019(options);
  return new Ajv2020(options);
}

// One for all, as making one takes longer than most checks.
const arena: { run: (() => unknown) | null } = { run: null };
const context = createContext(arena);
const script = new Script('run()');

/** Runs to its end, or is cut with an error: the machine's own watchdog stops even a regular expression. */
export function bounded<T>(run: () => T): T {
  const outer = arena.run;
  arena.run = run;
  try {
    return script.runInContext(context, { timeout: RUN_TIMEOUT_MS });
  } finally {
    arena.run = outer;
  }
}

/** One error in words, by its place and without the answer's text. */
export function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it does not fit the schema';
  return `${error.instancePath || 'the value'} ${error.message ?? 'does not fit the schema'}`;
}
