/** The same value under another root, and what was done to it. */
export interface Root {
  readonly value: unknown;
  readonly done: string;
}

const UNWRAPPED = 'it was taken out of what stood around it';
const WRAPPED = 'it was put into a list';

/**
 * Models put what was asked for into an object of one field or a list of one, or leave the list out.
 *
 * @param all every value that the answer holds one after another; undefined for one that is no JSON
 */
export function otherRoots(value: unknown, all: readonly unknown[]): Root[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.length === 1 ? [{ value: value[0], done: UNWRAPPED }] : [];
  const fields = Object.values(value);
  return [
    ...(fields.length === 1 ? [{ value: fields[0], done: UNWRAPPED }] : []),
    { value: all.length > 1 && !all.includes(undefined) ? all : [value], done: WRAPPED },
  ];
}
