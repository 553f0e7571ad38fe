import type { JsonSchema } from '../../src/checks/json-schema.ts';

/** The contract's types, and the names that JSON Schema has for them. */
const TYPES: Readonly<Record<string, JsonSchema>> = {
  string: { type: 'string' },
  int: { type: 'integer' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  bool: { type: 'boolean' },
  boolean: { type: 'boolean' },
  date: { type: 'string', format: 'date' },
};

/** `name`, `email?`, `born:date`, `tags[]`, `scores:number[]?`; the marks stand behind the name or the type. */
const FIELD =
  /^(?<name>[\p{L}_][\p{L}\p{N}_-]*)(?<marks>[?？]|\[\]|\[\][?？])?(?:\s*[:：]\s*(?<type>[a-z]+)(?<typeMarks>[?？]|\[\]|\[\][?？])?)?$/iu;
const BETWEEN = /[,，、]/;
/** A schema of more is written as a schema. */
const LIST_MAX_CHARACTERS = 2_000;

/**
 * A field list as a schema; null when it is none: `name, age:int, tags[]`. All fields are required but those with `?`.
 */
export function readFieldList(list: string): JsonSchema | null {
  if (list.length > LIST_MAX_CHARACTERS) return null;
  const fields = list.split(BETWEEN).map((field) => readField(field.trim()));
  const known = fields.filter((field) => field !== null);
  if (known.length < fields.length) return null;
  const names = new Set(known.map(({ name }) => name));
  if (names.size < known.length) return null;
  return {
    type: 'object',
    properties: Object.fromEntries(known.map(({ name, schema }) => [name, schema])),
    required: known.filter(({ optional }) => !optional).map(({ name }) => name),
    additionalProperties: false,
  };
}

/** Whether a list shows by itself that it is one: a single word, or a sentence with a comma, does not. */
export function isUnmistakable(list: string): boolean {
  return readFieldList(list) !== null && /[?？]|\[\]|[:：]/.test(list);
}

function readField(text: string): { name: string; schema: JsonSchema; optional: boolean } | null {
  const { marks = '', name, type = 'string', typeMarks = '' } = FIELD.exec(text)?.groups ?? {};
  const item = Object.hasOwn(TYPES, type.toLowerCase()) ? TYPES[type.toLowerCase()] : undefined;
  if (name === undefined || item === undefined) return null;
  const all = marks + typeMarks;
  return {
    name,
    schema: all.includes('[]') ? { type: 'array', items: item } : item,
    optional: /[?？]/.test(all),
  };
}
