/** Which of its names a schema keeps: `root`: its own alone. */
export type Ids = 'all' | 'root' | 'none';

type Words = Record<string, unknown>;

/** Keywords whose value is data, not schemas. */
const DATA = new Set(['const', 'default', 'example', 'examples']);
/** Lists in which the same twice says no more than once. */
const SETS = new Set(['enum', 'required', 'type']);
/** Keywords whose value has schemas by name. */
const NAMED = new Set([
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
]);
/** Keywords whose value is a schema, or a list of them. */
const NESTED = new Set([
  'additionalItems',
  'additionalProperties',
  'allOf',
  'anyOf',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'oneOf',
  'prefixItems',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
/** Keywords that only tell something, and what they have to be. Of another type, they tell nothing. */
const TELLING: Readonly<Record<string, string>> = {
  $comment: 'string',
  contentEncoding: 'string',
  contentMediaType: 'string',
  deprecated: 'boolean',
  description: 'string',
  readOnly: 'boolean',
  title: 'string',
  writeOnly: 'boolean',
};
/** A place that is named within its document: what draft-04 to draft-07 have for `$anchor`. */
const ANCHOR = /^#(?<name>[A-Za-z_][\w.-]*)$/;
const LIMITS = [
  ['minimum', 'exclusiveMinimum'],
  ['maximum', 'exclusiveMaximum'],
] as const;

/**
 * A schema in the words of draft-07 and later, as Ajv takes them, that says the same: `id`, limits that are exclusive
 * by a boolean, OpenAPI's `nullable` where it says nothing, annotations of a wrong type. Pure; the schema stays.
 */
export function modernise(schema: Readonly<Words>, ids: Ids): Words {
  return schemaOf(schema, { ids, isRoot: true, isSchema: true });
}

interface Place {
  readonly ids: Ids;
  readonly isRoot: boolean;
  /** False under keywords that nobody knows: what looks like a keyword may be a name. References lead there, too. */
  readonly isSchema: boolean;
}

function schemaOf(schema: Readonly<Words>, place: Place): Words {
  const { $async: _, $id, $schema: __, id, ...words } = schema;
  const kept = Object.entries(words)
    .filter(([word, value]) => !isIdle(word, value))
    .map(([word, value]) => [word, underWord(word, value, place)] as const);
  const own = { ...named($id ?? id, place), ...Object.fromEntries(kept) };
  return withLimits(withNullable(own));
}

function underWord(word: string, value: unknown, { ids, isSchema }: Place): unknown {
  if (DATA.has(word)) return value;
  if (SETS.has(word) && Array.isArray(value)) return distinct(value);
  const place = {
    ids: ids === 'root' ? ('none' as const) : ids,
    isRoot: false,
    isSchema: isSchema && (NAMED.has(word) || NESTED.has(word)),
  };
  if (!NAMED.has(word) || !isWords(value)) return inner(value, place);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, inner(schema, place)]));
}

function inner(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((item) => inner(item, place));
  return isWords(value) ? schemaOf(value, place) : value;
}

function distinct(values: readonly unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const text = JSON.stringify(value);
    return !seen.has(text) && seen.add(text);
  });
}

/** Told, and of no other use. */
function isIdle(word: string, value: unknown): boolean {
  if (word === 'examples') return !Array.isArray(value) && !isWords(value);
  const type = Object.hasOwn(TELLING, word) ? TELLING[word] : undefined;
  // An object may be a schema of that name, where names are not told from keywords.
  return type !== undefined && !isWords(value) && typeof value !== type;
}

function named(id: unknown, { ids, isRoot, isSchema }: Place): Words {
  if (id === undefined) return {};
  // Where it is no schema's name it is that of a field, which was meant to stand under `properties`, or a schema.
  if (isWords(id)) return isSchema ? {} : { id: schemaOf(id, { ids, isRoot: false, isSchema }) };
  if (typeof id !== 'string') return { $id: id };
  const anchor = ANCHOR.exec(id)?.groups?.name;
  if (anchor !== undefined) return { $anchor: anchor };
  return ids === 'all' || (ids === 'root' && isRoot) ? { $id: id } : {};
}

/** Draft-04 has the limit in one keyword, and whether it is exclusive in the other. */
function withLimits(words: Words): Words {
  const changed = { ...words };
  for (const [limit, exclusive] of LIMITS) {
    if (typeof words[exclusive] !== 'boolean') continue;
    delete changed[exclusive];
    if (words[exclusive] && limit in words) {
      changed[exclusive] = words[limit];
      delete changed[limit];
    }
  }
  return changed;
}

/** Beside no type it says nothing, as OpenAPI has it, and Ajv throws. */
function withNullable(words: Words): Words {
  const { nullable, ...others } = words;
  if (nullable === undefined) return words;
  return nullable === true && words.type !== undefined ? words : others;
}

function isWords(value: unknown): value is Readonly<Words> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
