import { type FormatName, suggestV1 } from './formats.ts';
import { nearest } from './nearest.ts';

/** One form that a variable's text can have. `T` is the value it is read as. */
export interface Form<T> {
  /** JSON Schema of the value. */
  readonly schema: Readonly<Record<string, unknown>>;
  /** The value; text that cannot be read stays text, so that the schema refuses it. */
  readonly read: (text: string) => T | string;
  /** Completes "… is not". */
  readonly expected: string;
  readonly example: string;
  /** The value that was probably meant, or null. */
  readonly suggest: (text: string) => string | null;
  readonly secret: boolean;
  /** True for comma-separated values: messages then speak of items. */
  readonly list: boolean;
}

const NO_CONTROL_CHARACTERS = '^[^\\u0000-\\u001f\\u007f]+$';

function form<T>(parts: Pick<Form<T>, 'schema' | 'expected' | 'example'> & Partial<Form<T>>): Form<T> {
  return { read: (text) => text, suggest: () => null, secret: false, list: false, ...parts };
}

export function text(expected: string, example: string): Form<string> {
  return form({ schema: { type: 'string', pattern: NO_CONTROL_CHARACTERS }, expected, example });
}

/** A file or folder name; relative ones are resolved by the reader. */
export function path(example: string): Form<string> {
  return text('a path', example);
}

/** Any text that must not be shown. */
export function secret(example: string): Form<string> {
  return { ...text('one line of text', example), secret: true };
}

/** A secret that is sent in a header. */
export function token(example: string, pattern = '^[\\x21-\\x7e]+$', expected?: string): Form<string> {
  const said = expected ?? 'one word of visible ASCII characters';
  return form({ schema: { type: 'string', pattern }, expected: said, example, secret: true });
}

export function pattern(schemaPattern: string, expected: string, example: string): Form<string> {
  return form({ schema: { type: 'string', pattern: schemaPattern }, expected, example });
}

export function format(name: FormatName, expected: string, example: string): Form<string> {
  return form({ schema: { type: 'string', format: name }, expected, example });
}

/** An address to fetch from; slashes at the end are taken off. */
export function baseUrl(example: string): Form<string> {
  return {
    ...format('base-url', 'an http:// or https:// URL without credentials, query or fragment', example),
    read: (written) => written.replace(/\/+$/, ''),
    suggest: (written) => (/^[\w.-]+(:\d+)?(\/|$)/.test(written) ? `http://${written}` : null),
  };
}

/** The base of an expert's server; whether it must end in `/v1` depends on its kind and is checked later. */
export function expertUrl(): Form<string> {
  return {
    ...baseUrl('http://127.0.0.1:8000/v1'),
    expected:
      'an http:// or https:// URL without credentials (the key goes into EXPERT_<NAME>_API_KEY), query or fragment',
    suggest: (written) => suggestV1(/^[\w.-]+(:\d+)?(\/|$)/.test(written) ? `http://${written}` : written),
  };
}

export function boolean(): Form<boolean> {
  const meant: Record<string, string> = {
    on: 'true',
    yes: 'true',
    1: 'true',
    off: 'false',
    no: 'false',
    0: 'false',
  };
  return form<boolean>({
    schema: { type: 'boolean' },
    read: (written) => (written === 'true' ? true : written === 'false' ? false : written),
    expected: 'true or false',
    example: 'true',
    suggest: (written) => {
      const lower = written.toLowerCase();
      return lower === 'true' || lower === 'false' ? lower : (meant[lower] ?? null);
    },
  });
}

export function integer(minimum: number, maximum: number, example: string): Form<number> {
  return form<number>({
    schema: { type: 'integer', minimum, maximum },
    read: (written) => (/^[+-]?\d{1,15}$/.test(written) ? Number(written) : written),
    expected: `a whole number from ${minimum} to ${maximum}`,
    example,
  });
}

export function number(minimum: number, maximum: number, example: string): Form<number> {
  return form<number>({
    schema: { type: 'number', minimum, maximum },
    read: (written) =>
      /^[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})$/.test(written) ? Number(written) : written,
    expected: `a number from ${minimum} to ${maximum}`,
    example,
  });
}

export function oneOf<const T extends string>(values: readonly T[], example: T): Form<T> {
  return form<T>({
    schema: { enum: values },
    expected: `one of ${values.join(', ')}`,
    example,
    suggest: (written) => nearest(written.toLowerCase(), values, 2),
  });
}

/** Comma-separated items; empty ones and repetitions are dropped. */
export function list<T extends string>(item: Form<T>): Form<T[]> {
  return {
    ...item,
    schema: { type: 'array', items: item.schema, minItems: 1 },
    read: (written) => {
      const items = written.split(',').map((part) => part.trim());
      return [...new Set(items.filter((part) => part !== '').map((part) => item.read(part) as T))];
    },
    list: true,
  };
}
