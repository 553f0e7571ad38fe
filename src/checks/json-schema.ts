import { createContext, runInContext } from 'node:vm';
import { Ajv, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';

/** A schema is a stranger's: its patterns may backtrack for hours, and this thread serves everybody. */
const RUN_TIMEOUT_MS = 500;
const SCHEMA_MAX_CHARS = 200_000;

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What became of an answer that had to be JSON. `problem` is a phrase for people, without the answer's text. */
export type JsonVerdict =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problem: string };

/** Why a schema cannot be used; `message` is for the person who wrote it. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/**
 * A check of model output against a schema; `true` asks for any JSON object. The dialect is the one that
 * `$schema` names (draft-07, 2019-09), else 2020-12. References to other documents are never fetched.
 *
 * @throws SchemaError when the schema itself cannot be used
 */
export function createJsonCheck(schema: JsonSchema | true): (text: string) => JsonVerdict {
  const validate = schema === true ? null : compile(schema);
  return (text) => {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return { ok: false, problem: 'it is not valid JSON' };
    }
    if (validate === null) {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? { ok: true, value } : { ok: false, problem: 'it is not a JSON object' };
    }
    try {
      if (bounded(() => validate(value))) return { ok: true, value };
    } catch {
      return { ok: false, problem: 'it is too deep, or takes too long, to be checked' };
    }
    return { ok: false, problem: describe(validate.errors?.[0]) };
  };
}

function compile(schema: JsonSchema): ValidateFunction {
  const dialect = schema.$schema;
  if (dialect !== undefined && typeof dialect !== 'string') throw new SchemaError('$schema is not a string');
  // An asynchronous check would answer with a promise, which is true whatever it holds.
  if ('$async' in schema) throw new SchemaError('$async is not supported');
  try {
    if (JSON.stringify(schema).length > SCHEMA_MAX_CHARS) {
      throw new SchemaError(`it is longer than ${SCHEMA_MAX_CHARS} characters`);
    }
    const ajv = ajvFor(dialect);
    // The dialect's own schema, which is no stranger's and, on a busy machine, takes most of the time.
    ajv.compile({});
    return bounded(() => ajv.compile(schema));
  } catch (cause) {
    if (cause instanceof SchemaError) throw cause;
    // A schema nested too deep overflows the stack here, too.
    throw new SchemaError(cause instanceof Error ? cause.message : 'it cannot be read', { cause });
  }
}

/** One instance per schema: strangers' `$id`s must not meet. */
function ajvFor(dialect: string | undefined): Ajv {
  const options: Options = { strict: false, logger: false, formats: fullFormats };
  if (dialect?.includes('draft-07')) return new Ajv(options);
  if (dialect?.includes('2019-09')) return new Ajv2019(options);
  return new Ajv2020(options);
}

/** Runs to its end, or is cut with an error: the machine's own watchdog stops even a regular expression. */
function bounded<T>(run: () => T): T {
  return runInContext('run()', createContext({ run }), { timeout: RUN_TIMEOUT_MS });
}

function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it does not fit the schema';
  return `${error.instancePath || 'the value'} ${error.message ?? 'does not fit the schema'}`;
}
