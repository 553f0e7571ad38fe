import type { ErrorObject } from 'ajv';
import { asType } from './as-type.ts';
import type { Mending } from './mendings.ts';

/** A value with what the schema's errors say put right, as far as that invents nothing. */
export interface Settled {
  readonly value: unknown;
  /** What was done, each once. */
  readonly done: readonly Mending[];
}

type Container = Record<string, unknown> | unknown[];

interface Place {
  readonly holder: Container;
  readonly key: string;
  readonly isRoot: boolean;
}

/** First what loses nothing; only where that was of no use, what leaves something out or adds brackets. */
const STEPS = [convert, rename, reduce];

/**
 * One round: what a schema's errors name is changed where there is but one way to read it: numbers as text, the
 * spelling of a name or a listed value, `null` for a field that may be missing, fields too many. Fields that are missing stay missing.
 *
 * @param errors all errors of this value
 */
export function settle(value: unknown, errors: readonly ErrorObject[]): Settled {
  const root = { value: structuredClone(value) };
  for (const step of STEPS) {
    const done = new Set<Mending>();
    // Of several errors at one place the first that can be put right decides: branches of a schema may differ.
    const changed = new Set<string>();
    for (const error of errors) {
      const spot = `${error.instancePath} ${extraOf(error) ?? ''}`;
      const place = changed.has(spot) ? null : placeOf(root, error.instancePath);
      const what = place === null ? null : step(place, error);
      if (what === null) continue;
      done.add(what);
      changed.add(spot);
    }
    if (done.size > 0) return { value: root.value, done: [...done] };
  }
  return { value, done: [] };
}

function convert({ holder, key }: Place, { keyword, params }: ErrorObject): Mending | null {
  const value = read(holder, key);
  if (keyword === 'type') {
    const types: string[] = [params.type].flat();
    const converted = types.map((type) => asType(value, type)).find((found) => found !== undefined);
    if (converted === undefined) return null;
    write(holder, key, converted);
    return 'converted';
  }
  if (keyword !== 'enum' && keyword !== 'const') return null;
  const listed: unknown[] = keyword === 'enum' ? params.allowedValues : [params.allowedValue];
  const same = listed.filter((item) => spelling(item) === spelling(value));
  if (same.length !== 1 || spelling(value) === null) return null;
  write(holder, key, same[0]);
  return 'spelled';
}

/** `firstName` for `first_name`: where a field is missing, or one is too many, and only one other is spelled alike. */
function rename({ holder, key }: Place, error: ErrorObject): Mending | null {
  const value = read(holder, key);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const extra = extraOf(error);
  const known = Object.keys(error.parentSchema?.properties ?? {}).filter(
    (name) => !Object.hasOwn(value, name),
  );
  const [from, to] =
    extra === null
      ? [alike(error.params.missingProperty, Object.keys(value)), error.params.missingProperty]
      : [extra, alike(extra, known)];
  if (error.keyword !== 'required' && extra === null) return null;
  if (from === null || to === null || !Object.hasOwn(value, from)) return null;
  const fields = Object.entries(value).map(([name, inner]) => [name === from ? to : name, inner]);
  write(holder, key, Object.fromEntries(fields));
  return 'renamed';
}

/** The one of these names that differs from another only in case and in what stands between words; else null. */
function alike(name: unknown, names: readonly string[]): string | null {
  if (typeof name !== 'string' || letters(name) === '') return null;
  const found = names.filter((other) => other !== name && letters(other) === letters(name));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function letters(name: string): string {
  return name.toLowerCase().replace(/[\s_.-]+/g, '');
}

function reduce({ holder, isRoot, key }: Place, error: ErrorObject): Mending | null {
  const value = read(holder, key);
  const extra = extraOf(error);
  if (extra !== null) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, extra)) return null;
    delete (value as Record<string, unknown>)[extra];
    return 'extra';
  }
  if (error.keyword !== 'type' || typeof value === 'object') {
    if (error.keyword !== 'type' || value !== null || isRoot || Array.isArray(holder)) return null;
    delete holder[key];
    return 'nulls';
  }
  if (![error.params.type].flat().includes('array')) return null;
  write(holder, key, [value]);
  return 'listed';
}

/** The field that is one too many; null for errors of another kind. */
function extraOf({ keyword, params }: ErrorObject): string | null {
  if (keyword === 'additionalProperties') return params.additionalProperty;
  return keyword === 'unevaluatedProperties' ? params.unevaluatedProperty : null;
}

/** Scalars that differ only in case, white space or quotes have the same one; null for others. */
function spelling(value: unknown): string | null {
  return typeof value === 'object' ? null : String(value).trim().toLowerCase();
}

/** Where a JSON Pointer leads; null when it leads nowhere. */
function placeOf(root: { value: unknown }, pointer: string): Place | null {
  const keys = pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  let holder: Container = root;
  let key = 'value';
  for (const next of keys) {
    const inner = read(holder, key);
    if (typeof inner !== 'object' || inner === null || !Object.hasOwn(inner, next)) return null;
    holder = inner as Container;
    key = next;
  }
  return { holder, key, isRoot: holder === root };
}

function read(holder: Container, key: string): unknown {
  return Object.hasOwn(holder, key) ? (holder as Record<string, unknown>)[key] : undefined;
}

function write(holder: Container, key: string, value: unknown): void {
  // A field may be called `__proto__`.
  Object.defineProperty(holder, key, { value, configurable: true, enumerable: true, writable: true });
}
