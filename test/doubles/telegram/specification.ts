import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import type { Call, Json } from './call.ts';
import { limitsOf } from './limits.ts';
import { withOverlay } from './overlay.ts';

const FILE = resolve(import.meta.dirname, '../../../../shared/specs/telegram-bot-api.json');

export interface Field {
  readonly name: string;
  readonly types: readonly string[];
  readonly required: boolean;
  readonly description: string;
}

interface Described {
  readonly name: string;
  readonly fields?: readonly Field[];
  readonly subtypes?: readonly string[];
}

export interface ApiSpecification {
  readonly methods: Readonly<Record<string, Described>>;
  readonly types: Readonly<Record<string, Described>>;
}

/** True when the specification lies beside the project; a plain clone has none, and then calls are not checked by it. */
export const SPECIFICATION_IS_HERE: boolean = existsSync(FILE);

let file: ApiSpecification | null = null;

function load(): ApiSpecification {
  if (!SPECIFICATION_IS_HERE) return { methods: {}, types: {} };
  file ??= JSON.parse(readFileSync(FILE, 'utf8')) as ApiSpecification;
  return file;
}

const SCALARS: Readonly<Record<string, Json>> = {
  Integer: { type: 'integer' },
  Float: { type: 'number' },
  String: { type: 'string' },
  Boolean: { type: 'boolean' },
  Any: {},
  // A file is a string here: its id, its URL, or where it lies in the form.
  InputFile: { type: 'string' },
};

function schemaOfType(type: string): Json {
  const inner = /^Array of (.+)$/.exec(type)?.[1];
  if (inner !== undefined) return { type: 'array', items: schemaOfType(inner) };
  return SCALARS[type] ?? { $ref: `#/definitions/${type}` };
}

function schemaOfField({ types, description }: Field): Json {
  const schemas = types.map(schemaOfType);
  const limits = limitsOf(description);
  return schemas.length === 1 ? { ...schemas[0], ...limits } : { anyOf: schemas, ...limits };
}

function schemaOfFields(fields: readonly Field[]): Json {
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((field) => [field.name, schemaOfField(field)])),
    required: fields.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
}

function schemaOfDescribed({ fields, subtypes }: Described): Json {
  if (subtypes !== undefined && subtypes.length > 0) return { anyOf: subtypes.map(schemaOfType) };
  return schemaOfFields(fields ?? []);
}

const specifications = new Map<string, Specification>();

/** The rules of the Bot API with or without what is newer; made once, since its schemas are many. */
export function specificationOf({ canStop, ephemeral }: Newer): Specification {
  const key = `${canStop} ${ephemeral}`;
  const specification = specifications.get(key) ?? new Specification({ canStop, ephemeral });
  specifications.set(key, specification);
  return specification;
}

interface Newer {
  readonly canStop: boolean;
  readonly ephemeral: boolean;
}

/** The rules of one Bot API version. */
class Specification {
  readonly #api: ApiSpecification;
  readonly #ajv: Ajv;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(has: Newer) {
    this.#api = withOverlay(load(), has);
    this.#ajv = new Ajv({ strict: false, allErrors: false });
    this.#ajv.addKeyword({
      keyword: 'maxBytes',
      type: 'string',
      validate: (max: number, text: string) => Buffer.byteLength(text) <= max,
    });
    const definitions = Object.entries(this.#api.types).map(([name, type]) => [
      name,
      schemaOfDescribed(type),
    ]);
    this.#ajv.addSchema({ $id: 'types', definitions: Object.fromEntries(definitions) });
  }

  /** Whether a method of this name exists; true for all when there is no specification. */
  knows(method: string): boolean {
    return !SPECIFICATION_IS_HERE || method in this.#api.methods;
  }

  /** The arguments with the types that the specification gives them: in a form, everything is a string. */
  typed({ method, args, stringly }: Call): Json {
    if (!stringly) return args;
    const fields = this.#api.methods[method]?.fields ?? [];
    return Object.fromEntries(
      Object.entries(args).map(([name, value]) => [
        name,
        typedValue(
          fields.find((one) => one.name === name),
          value,
        ),
      ]),
    );
  }

  /** What the arguments do against the specification, in words; empty is good. */
  problems(method: string, args: Json): readonly string[] {
    if (!SPECIFICATION_IS_HERE) return [];
    const validate = this.#validator(method);
    if (validate(args)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${instancePath} ${message} ${JSON.stringify(params)}`.trim(),
    );
  }

  #validator(method: string): ValidateFunction {
    const known = this.#validators.get(method);
    if (known !== undefined) return known;
    const schema = schemaOfFields(this.#api.methods[method]?.fields ?? []);
    const text = JSON.stringify(schema).replaceAll('"#/definitions/', '"types#/definitions/');
    const validate = this.#ajv.compile(JSON.parse(text) as Json);
    this.#validators.set(method, validate);
    return validate;
  }
}

function typedValue(field: Field | undefined, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  if (field === undefined) return SPECIFICATION_IS_HERE ? value : guessed(value);
  const { types } = field;
  if (types.includes('Integer') && /^-?\d+$/.test(value)) return Number(value);
  if (types.includes('Float') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (types.includes('Boolean')) return value === 'true' || value === '1' || value === 'True';
  if (types.includes('String') || types.includes('InputFile')) return value;
  return parsed(value);
}

/** Without the specification what looks like JSON is taken for it. */
const guessed = (value: string): unknown =>
  /^([[{]|-?\d+$|(true|false)$)/.test(value) ? parsed(value) : value;

function parsed(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
