import fc from 'fast-check';
import type { JsonSchema } from '../../../src/checks/json-schema.ts';

/** A schema as people write them, and a value that fits it. */
export interface Pair {
  readonly schema: JsonSchema;
  readonly value: unknown;
}

const NAMES = ['first_name', 'age', 'tags', 'is-active', 'note', 'price', 'Status', 'naïve', '名称', 'a.b'];
const TEXTS = [
  'Ann',
  "it's",
  'a "quoted" word',
  'x {y} [z]',
  'tab\tand\nline',
  'C:\\dir',
  '你好，世界',
  '',
  'a, b: c',
];

/** Text that is text in any reading: no number, no word of another type. */
const text: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  fc.string({ unit: 'grapheme', maxLength: 12 }).map((words) => `- ${words}`),
);
const scalar: fc.Arbitrary<Pair> = fc.oneof(
  text.map((value) => ({ schema: { type: 'string' }, value })),
  fc.integer().map((value) => ({ schema: { type: 'integer' }, value })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })
    .map((value) => ({ schema: { type: 'number' }, value: value === 0 ? 0 : value })),
  fc.boolean().map((value) => ({ schema: { type: 'boolean' }, value })),
  fc.constant({ schema: { type: ['number', 'null'] }, value: null }),
  fc.constantFrom('red', 'green').map((value) => ({ schema: { enum: ['red', 'green', 'blue'] }, value })),
);

const objectOf = (inner: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> =>
  fc.dictionary(fc.constantFrom(...NAMES), inner, { minKeys: 1, maxKeys: 5 }).map((fields) => {
    const entries = Object.entries(fields);
    return {
      schema: {
        type: 'object',
        properties: Object.fromEntries(entries.map(([name, { schema }]) => [name, schema])),
        required: entries.map(([name]) => name),
        additionalProperties: false,
      },
      value: Object.fromEntries(entries.map(([name, { value }]) => [name, value])),
    };
  });

const listOf = (inner: fc.Arbitrary<Pair>): fc.Arbitrary<Pair> =>
  inner.chain(({ schema, value }) =>
    fc.integer({ min: 1, max: 3 }).map((length) => ({
      schema: { type: 'array', items: schema },
      value: Array.from({ length }, () => value),
    })),
  );

const inner = fc.oneof(scalar, scalar, objectOf(scalar), listOf(scalar), listOf(objectOf(scalar)));

/** Objects, and lists of them, with a schema that takes nothing else. */
export const pairs: fc.Arbitrary<Pair> = fc.oneof(objectOf(inner), objectOf(inner), listOf(objectOf(inner)));

type Damage = (json: string, value: unknown) => string;

const all = (value: unknown, change: (item: unknown) => unknown): string =>
  JSON.stringify(value, (_, item) => change(item));

/** As Python's `repr` writes it. */
function python(value: unknown): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonText(value);
  if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, field]) => `${pythonText(name)}: ${python(field)}`)
    .join(', ')}}`;
}

function pythonText(value: string): string {
  const escaped = JSON.stringify(value).slice(1, -1);
  return value.includes("'") && !value.includes('"')
    ? `"${escaped}"`
    : `'${escaped.replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

function renamed(value: unknown, change: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [change(name), renamed(field, change)]),
  );
}

/** What models do to JSON and leaves but one way to read it. */
export const DAMAGE: Readonly<Record<string, Damage>> = {
  'a fence': (json) => `\`\`\`json\n${json}\n\`\`\``,
  'a fence with words around': (json) => `Sure! {It} is:\n\n~~~\n${json}\n~~~\n\nAnything [else]?`,
  'words around': (json) => `Here's the data you [asked] for:\n${json}\nLet me know {if} it helps.`,
  'words in another language': (json) => `好的，结果如下：${json}。希望有帮助！`,
  'a byte order mark': (json) => `\uFEFF${json}`,
  'reasoning before it': (json) => `<think>\nPerhaps {"age": 1}, or ${json.slice(0, 9)}\n</think>\n\n${json}`,
  'a tool call': (json) => `<tool_call>\n{"name": "answer", "arguments": ${json}}\n</tool_call>`,
  'a tool call whose arguments are a text': (json) => JSON.stringify({ name: 'answer', arguments: json }),
  'a list of tool calls': (json) =>
    JSON.stringify({ tool_calls: [{ id: '1', type: 'function', function: { name: 'f', arguments: json } }] }),
  'a text of it': (json) => JSON.stringify(json),
  'a text of it without its quotes': (json) => JSON.stringify(json).slice(1, -1),
  'an object around it': (json) => `{"result": ${json}}`,
  'a list around it': (json) => `[${json}]`,
  'quotes and words of Python': (_, value) => python(value),
  'numbers as text': (_, value) => all(value, (item) => (typeof item === 'number' ? String(item) : item)),
  'booleans as text': (_, value) => all(value, (item) => (typeof item === 'boolean' ? String(item) : item)),
  'NaN for what is missing': (_, value) => JSON.stringify(value).replaceAll(/:null(?=[,}])/g, ':NaN'),
  'names in another case': (_, value) => JSON.stringify(renamed(value, (name) => name.toUpperCase())),
  'names in camel case': (_, value) =>
    JSON.stringify(
      renamed(value, (name) => name.replace(/[_-](\w)/g, (_all, letter) => letter.toUpperCase())),
    ),
  'comments and trailing commas': (_, value) =>
    `// the answer\n${JSON.stringify(value, null, 2).replace(/([^{[,])\n/g, '$1, // one more\n')}`,
  'a bracket too many': (json) => `${json}}`,
  'an assignment': (json) => `const answer = ${json};`,
  'a name for each of two values': (json) => json.replace(/^\{("[^"]*"):/, '{$1: null, $1:'),
  'an end that is missing': (json) => json.replace(/[}\]]+$/, ''),
  'the same twice': (json) => `${json}\n\n${json}`,
};
