import type { Mending } from './mendings.ts';

/** The same value under another root, and what was done to it. */
export interface Root {
  readonly value: unknown;
  readonly done: Extract<Mending, 'unwrapped' | 'wrapped'>;
}

/** What models, and the formats of tool calls, call the field with the answer, where others stand beside it. */
const WRAPPERS = new Set([
  'answer',
  'args',
  'arguments',
  'data',
  'function',
  'input',
  'json',
  'output',
  'parameters',
  'response',
  'result',
  'tool_calls',
]);

/**
 * Models put what was asked for into an object of one field, a tool call or a list of one, or leave the list out.
 *
 * @param all every value that the answer holds one after another; undefined for one that is no JSON
 */
export function otherRoots(value: unknown, all: readonly unknown[]): Root[] {
  if (typeof value !== 'object' || value === null) return [];
  const unwrapped = insides(value).map((inside) => ({ value: inside, done: 'unwrapped' as const }));
  if (Array.isArray(value)) return unwrapped;
  return [
    ...unwrapped,
    { value: all.length > 1 && !all.includes(undefined) ? all : [value], done: 'wrapped' },
  ];
}

function insides(value: object): unknown[] {
  if (Array.isArray(value)) return value.length === 1 ? [value[0]] : [];
  const fields = Object.entries(value);
  const wrapped = fields.length === 1 ? fields : fields.filter(([name]) => WRAPPERS.has(name));
  return wrapped.length === 1 ? wrapped.map(([, inside]) => inside) : [];
}
