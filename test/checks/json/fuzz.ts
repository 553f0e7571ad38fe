import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import fc from 'fast-check';
import { bounded } from '../../../src/checks/json/bounded.ts';
import { verifyJson } from '../../../src/checks/json/verify.ts';
import { createSchemaCheck, type JsonSchema, SchemaError } from '../../../src/checks/json-schema.ts';
import { instanceOf } from '../../doubles/vllm/structured.ts';

const NAMES = ['a', 'name', 'naïve key', '名', '__proto__', 'a/b~c', "it's", 'a"b', ''];
const name = fc.constantFrom(...NAMES);
const TYPES = ['string', 'integer', 'number', 'boolean', 'null', 'object', 'array'];
const DIALECTS = [
  'http://json-schema.org/draft-06/schema#',
  'http://json-schema.org/draft-07/schema#',
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
];
const FORMATS = ['date', 'email', 'uri', 'uuid', 'date-time', 'ipv4', 'regex', 'made-up'];
const PATTERNS = ['^a+$', '^(a+)+$', '[\\w-.]+', '(', '^(a|a)*b$', '\\p{L}', '^[0-9]{3}$'];
const size = fc.nat(4);
const scalar = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);

/** JSON Schemas of all kinds, senseless and hostile ones among them. */
export const schemas: fc.Arbitrary<JsonSchema> = fc
  .letrec<{ schema: unknown }>((tie) => {
    const inner = tie('schema');
    const several = fc.array(inner, { minLength: 1, maxLength: 3 });
    const fields = fc.dictionary(name, inner, { maxKeys: 4 });
    const words = fc.record(
      {
        type: fc.oneof(
          fc.constantFrom(...TYPES),
          fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 2 }),
        ),
        properties: fields,
        required: fc.uniqueArray(name, { maxLength: 3 }),
        additionalProperties: fc.oneof(fc.boolean(), inner),
        unevaluatedProperties: fc.constant(false),
        patternProperties: fc.dictionary(fc.constantFrom(...PATTERNS), inner, { maxKeys: 1 }),
        items: fc.oneof(inner, several),
        prefixItems: several,
        minItems: size,
        maxItems: size,
        uniqueItems: fc.boolean(),
        minLength: size,
        maxLength: size,
        minimum: fc.integer({ min: -9, max: 9 }),
        maximum: fc.integer({ min: -9, max: 9 }),
        multipleOf: fc.constantFrom(1, 0.1, 3),
        enum: fc.uniqueArray(scalar, { minLength: 1, maxLength: 3 }),
        const: scalar,
        format: fc.constantFrom(...FORMATS),
        pattern: fc.constantFrom(...PATTERNS),
        anyOf: several,
        oneOf: several,
        allOf: several,
        not: inner,
        if: inner,
        // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
        then: inner,
        $ref: fc.constantFrom('#', '#/$defs/a', 'https://example.com/x.json', '#/nowhere', 'x'),
        $defs: fields,
        $schema: fc.constantFrom(...DIALECTS, 'http://json-schema.org/draft-04/schema#', 'x'),
        $id: fc.constantFrom('https://example.com/a', '#a', 'x'),
        id: fc.constantFrom('https://example.com/a', '#a', 'x'),
        exclusiveMinimum: fc.oneof(fc.boolean(), fc.integer({ min: -9, max: 9 })),
        nullable: fc.boolean(),
        dependencies: fc.dictionary(name, fc.array(name, { maxLength: 2 }), { maxKeys: 2 }),
        additionalItems: fc.boolean(),
      },
      { requiredKeys: [] },
    );
    // Most of them small, as all keywords at once fit nothing.
    const few = fc.tuple(words, fc.uniqueArray(fc.nat(35), { maxLength: 4 })).map(([all, kept]) => {
      const entries = Object.entries(all);
      return Object.fromEntries(kept.flatMap((index) => entries.slice(index, index + 1)));
    });
    return { schema: fc.oneof({ maxDepth: 4 }, fc.boolean(), few, few, few) };
  })
  .schema.filter((schema): schema is JsonSchema => typeof schema === 'object' && schema !== null);

type Spoil = (json: string) => { readonly text: string; readonly isCut?: boolean };

/** What models do to JSON. */
export const SPOILS: Readonly<Record<string, Spoil>> = {
  nothing: (json) => ({ text: json }),
  'a fence': (json) => ({ text: `\`\`\`json\n${json}\n\`\`\`` }),
  'prose around': (json) => ({
    text: `Sure! Here's the {data} you [asked] for:\n\n${json}\n\nAnything else?`,
  }),
  'another language': (json) => ({ text: `好的，结果如下：\n${json}\n希望有帮助。` }),
  'no JSON at all': () => ({ text: 'Je suis désolé, je ne peux pas répondre.' }),
  'single quotes': (json) => ({ text: json.replaceAll('"', "'") }),
  'Python words': (json) => ({ text: json.replaceAll('true', 'True').replaceAll('null', 'None') }),
  'trailing commas': (json) => ({ text: json.replaceAll('}', ',}').replaceAll(']', ',]') }),
  'numbers as text': (json) => ({ text: json.replaceAll(/(?<=[:[,])(-?\d+(?:\.\d+)?)(?=[,\]}])/g, '"$1"') }),
  'wrong types': (json) => ({ text: json.replaceAll(/"[^"]*"(?!\s*:)/g, '7') }),
  'a wrapper': (json) => ({ text: `{"result": ${json}}` }),
  'a list around': (json) => ({ text: `[${json}]` }),
  'a cut': (json) => ({ text: json.slice(0, Math.ceil(json.length * 0.7)), isCut: true }),
  'a missing end': (json) => ({ text: json.slice(0, -1) }),
  'a number beyond bounds': (json) => ({ text: json.replaceAll(/\d+/g, '1e999') }),
};

export interface Outcome {
  /** The schema could be used. */
  readonly usable: boolean;
  readonly passed: number;
  readonly repaired: number;
  readonly failed: number;
  /** The longest that one check took, in milliseconds. */
  readonly slowestMs: number;
}

const CLASSES = { '2019-09': Ajv2019, '2020-12': Ajv2020 } as const;

/** The validator by itself in the dialect of the schema, or in the newest; null where it does not take it. */
function alone(
  schema: JsonSchema,
  unnamed: typeof Ajv | typeof Ajv2020,
  validateSchema: boolean,
): ValidateFunction | null {
  const draft = /20\d\d-\d\d/.exec(String(schema.$schema))?.[0] as keyof typeof CLASSES | undefined;
  const Class = draft !== undefined ? CLASSES[draft] : schema.$schema === undefined ? unnamed : Ajv;
  try {
    return bounded(
      () => new Class({ strict: false, logger: false, validateSchema, formats: fullFormats }).compile(schema),
      10_000,
    );
  } catch {
    return null;
  }
}

/**
 * Tries a schema with answers of every kind.
 *
 * @throws Error when something that is called a success does not fit, as it would be sent; or a schema is refused that
 * the validator by itself takes
 */
export function trySchema(schema: JsonSchema): Outcome {
  const counts = { passed: 0, repaired: 0, failed: 0 };
  let slowestMs = 0;
  const timed = <T>(run: () => T): T => {
    const startedMs = performance.now();
    const result = run();
    slowestMs = Math.max(slowestMs, performance.now() - startedMs);
    return result;
  };
  let check: ReturnType<typeof createSchemaCheck>;
  try {
    check = timed(() => createSchemaCheck(schema));
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    if ((alone(schema, Ajv2020, true) ?? alone(schema, Ajv, true)) !== null)
      throw new Error(`refused: ${error.message}`, { cause: error });
    return { usable: false, ...counts, slowestMs };
  }
  // Its own check of the schema takes most of the time, and ours has taken it.
  const validate = alone(schema, Ajv2020, false);
  for (const [kind, spoil] of Object.entries(SPOILS)) {
    const { isCut = false, text } = spoil(JSON.stringify(instance(schema)));
    const { status, value } = timed(() => verifyJson(text, check, isCut));
    counts[status]++;
    if (status === 'failed') continue;
    const sent: unknown = JSON.parse(JSON.stringify(value));
    if (check.fit(sent) !== 'fits' || (validate !== null && bounded(() => validate(sent)) !== true)) {
      throw new Error(`${kind}: ${text} became ${JSON.stringify(value)}`);
    }
  }
  return { usable: true, ...counts, slowestMs };
}

function instance(schema: JsonSchema): unknown {
  try {
    return instanceOf(schema) ?? null;
  } catch {
    return { a: 1, name: 'Ann' };
  }
}
