import { Ajv, type ErrorObject, MissingRefError, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import draft7 from 'ajv/dist/refs/json-schema-draft-07.json' with { type: 'json' };
import { fullFormats } from 'ajv-formats/dist/formats.js';
import { bounded, isCutShort, workedMs } from './bounded.ts';
import { SCHEMA_MAX_CHARS, TOO_DEEP, TOO_LARGE, TOO_SLOW } from './problems.ts';
import { type Dialect, dialectsOf, type SchemaReading, schemaReadings } from './readings.ts';

/** For all ways to read a schema together. The slowest of 11,000 in public use took 0.8 s. */
const COMPILE_TIMEOUT_MS = 3_000;
const TOLD_ERRORS = 3;
const CLASSES = { 'draft-07': Ajv, '2019-09': Ajv2019, '2020-12': Ajv2020 } as const;

/** Why a schema cannot be used; `message` is for the person who wrote it. */
export class SchemaError extends Error {
  override readonly name = 'SchemaError';
}

/** A schema that can be used, and the way it was read. */
export interface Compiled {
  readonly reading: SchemaReading;
  readonly validate: ValidateFunction;
}

/**
 * A schema, compiled in the first reading of it that Ajv takes, without taking offence at what it does not know.
 * References to other documents are never fetched.
 *
 * @throws SchemaError when the schema itself cannot be used
 */
export function compileSchema(schema: Readonly<Record<string, unknown>>): Compiled {
  const { $schema: name } = schema;
  if (name !== undefined && typeof name !== 'string') throw new SchemaError('$schema is not a string');
  const dialects = dialectsOf(name);
  if (dialects === null) throw new SchemaError(`${name} is too old; use draft-04 or later`);
  const untilMs = workedMs() + COMPILE_TIMEOUT_MS;
  let problem: unknown;
  try {
    if (JSON.stringify(schema).length > SCHEMA_MAX_CHARS) throw new SchemaError(TOO_LARGE);
    for (const reading of schemaReadings(schema, dialects)) {
      try {
        return { reading, validate: compileReading(reading, false, untilMs - workedMs()) };
      } catch (error) {
        if (isCutShort(error)) throw error;
        // Of the last dialect: older lists in `items` are no mistake, though newer dialects call them one.
        if (reading.isWhole) problem = error;
      }
    }
  } catch (error) {
    problem = error;
  }
  throw toSchemaError(problem);
}

/** @param allErrors tells all that is wrong with a value, and what the schema has there, which costs more */
export function compileReading(
  { dialect, schema }: SchemaReading,
  allErrors: boolean,
  timeoutMs: number = COMPILE_TIMEOUT_MS,
): ValidateFunction {
  const ruler = rulerOf(dialect);
  return bounded(
    () => {
      const ajv = new CLASSES[dialect]({ ...OPTIONS, allErrors, verbose: allErrors });
      if (ruler.validateSchema(schema) !== true) throw new SchemaError(wrongIn(ruler.errors ?? []));
      // The only other documents that are known, and that schemas about schemas refer to.
      if (JSON.stringify(schema).includes('json-schema.org/draft-0')) {
        for (const known of [draft6, draft7]) if (!ajv.getSchema(known.$id)) ajv.addMetaSchema(known);
      }
      const validate = ajv.compile(schema);
      // The engine reads a large function when it is first called, which takes longer than a check may.
      try {
        validate(null);
      } catch {
        // One that refers to itself for ever checks nothing, and says so then.
      }
      return validate;
    },
    Math.max(1, timeoutMs),
  );
}

/** As the dialect has it, or in the older syntax, which alone takes the `[\w-.]` that is much in use. */
function toRegExp(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern);
  }
}
toRegExp.code = 'toRegExp';

/** One instance per schema: strangers' `$id`s must not meet. What is optimised takes longer than it then saves. */
const OPTIONS: Options = {
  strict: false,
  strictNumbers: true,
  logger: false,
  formats: fullFormats,
  validateSchema: false,
  code: { optimize: false, regExp: toRegExp },
};

/** The dialects' own schemas are no strangers', and take longer to compile than most: once for all. */
const rulers = new Map<Dialect, Ajv>();

function rulerOf(dialect: Dialect): Ajv {
  const known = rulers.get(dialect);
  if (known !== undefined) return known;
  const ruler = new CLASSES[dialect]({ strict: false, logger: false });
  // Here, where nothing cuts it short in the middle.
  ruler.validateSchema({});
  rulers.set(dialect, ruler);
  return ruler;
}

function wrongIn(errors: readonly ErrorObject[]): string {
  const words = errors.map(({ instancePath, message }) => `${instancePath || 'the schema'} ${message}`);
  return [...new Set(words)].slice(0, TOLD_ERRORS).join('; ');
}

function toSchemaError(cause: unknown): SchemaError {
  if (cause instanceof SchemaError) return cause;
  if (isCutShort(cause)) return new SchemaError(TOO_SLOW, { cause });
  if (cause instanceof MissingRefError && !cause.missingRef.startsWith('#')) {
    const reason = `it refers to another document, ${cause.missingRef}, and none is fetched; put it under $defs`;
    return new SchemaError(reason, { cause });
  }
  if (cause instanceof RangeError) return new SchemaError(TOO_DEEP, { cause });
  return new SchemaError(cause instanceof Error ? cause.message : 'it cannot be read', { cause });
}
