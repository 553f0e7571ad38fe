/** Which of its names a schema keeps: `root`: its own alone. */
export type Ids = 'all' | 'root' | 'none';

type Words = Record<string, unknown>;

/** Keywords whose value is data, not schemas. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'examples', 'required', 'type']);
/** Keywords whose value has schemas by name. */
const NAMED = new Set([
  '$defs',
  'definitions',
  'dependencies',
  'dependentSchemas',
  'patternProperties',
  'properties',
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
  return schemaOf(schema, ids, true);
}

function schemaOf(schema: Readonly<Words>, ids: Ids, isRoot: boolean): Words {
  const inside: Ids = ids === 'root' ? 'none' : ids;
  const { $id, $schema: _, id, ...words } = schema;
  const kept = Object.entries(words)
    .filter(([word, value]) => !isIdle(word, value))
    .map(([word, value]) => [word, underWord(word, value, inside)] as const);
  return withLimits(withNullable({ ...named($id ?? id, ids, isRoot), ...Object.fromEntries(kept) }));
}

function underWord(word: string, value: unknown, ids: Ids): unknown {
  if (DATA.has(word)) return value;
  if (!NAMED.has(word)) return inner(value, ids);
  if (!isWords(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, inner(schema, ids)]));
}

/** Also of keywords that nobody knows: references lead into them. */
function inner(value: unknown, ids: Ids): unknown {
  if (Array.isArray(value)) return value.map((item) => inner(item, ids));
  return isWords(value) ? schemaOf(value, ids, false) : value;
}

/** Told, and of no other use. */
function isIdle(word: string, value: unknown): boolean {
  if (word === 'examples') return !Array.isArray(value) && !isWords(value);
  const type = Object.hasOwn(TELLING, word) ? TELLING[word] : undefined;
  // An object may be a schema of that name, where names are not told from keywords.
  return type !== undefined && !isWords(value) && typeof value !== type;
}

function named(id: unknown, ids: Ids, isRoot: boolean): Words {
  if (id === undefined) return {};
  // Where names are not told from keywords, a schema of that name.
  if (isWords(id)) return { id: schemaOf(id, ids === 'root' ? 'none' : ids, false) };
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
