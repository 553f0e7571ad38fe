import type { ErrorObject, ValidateFunction } from 'ajv';
import { bounded } from './json/bounded.ts';
import { compileReading, compileSchema } from './json/compile.ts';

export { SchemaError } from './json/compile.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** What a schema says of a value. `unchecked`: it is too deep, or takes too long, to be checked. */
export type Fit = 'fits' | 'unfit' | 'unchecked';

/** A schema that can be used. */
export interface SchemaCheck {
  fit(value: unknown): Fit;
  /** All that is wrong with a value, as far as it can be told in time. */
  errors(value: unknown): readonly ErrorObject[];
}

/**
 * A schema, ready to check values. The dialect is the one that `$schema` names (draft-04 to 2020-12), else the newest
 * that the schema fits. References to other documents are never fetched. Both this and the checks hold the thread for
 * up to some seconds where a schema was written for that: strangers' schemas go through `json/json-thread.ts`.
 *
 * @param schema is not changed afterwards
 * @throws SchemaError when the schema itself cannot be used
 */
export function createSchemaCheck(schema: JsonSchema): SchemaCheck {
  const { reading, validate } = compileSchema(schema);
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

/** One error in words, by its place and without the answer's text. */
export function describe(error: ErrorObject | undefined): string {
  if (error === undefined) return 'it does not fit the schema';
  return `${error.instancePath || 'the value'} ${error.message ?? 'does not fit the schema'}`;
}
