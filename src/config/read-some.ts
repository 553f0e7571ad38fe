import { checkValues } from './check.ts';
import { type ConfigSource, readEnvironment } from './environment.ts';
import type { Problem } from './problem.ts';
import type { Values, VariableName } from './variables.ts';

/**
 * Some variables alone, whatever is wrong with the others: for commands that need no more. Without defaults; a
 * variable with a mistake is missing.
 */
export function readSome(
  names: readonly VariableName[],
  source: ConfigSource = {},
): { readonly values: Partial<Values>; readonly problems: readonly Problem[] } {
  const { texts } = readEnvironment(source);
  return checkValues(new Map([...texts].filter(([name]) => names.includes(name))));
}
