import { parsed } from './mend.ts';

/** As JSON has them: no leading zeros, which codes and phone numbers have, and no commas, which differ by country. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
/** As JSON, Python, JavaScript and others have it; `NaN` is how Python writes a number that is missing. */
const NOTHING = /^(?:null|none|nil|nan|undefined)$/i;

/**
 * A value as the type that a JSON Schema wants; undefined where that would lose or invent something.
 *
 * @param type one of JSON Schema's type names
 */
export function asType(value: unknown, type: string): unknown {
  switch (type) {
    case 'integer':
    case 'number':
      return asNumber(value, type === 'integer');
    case 'boolean':
      return asBoolean(value);
    case 'null':
      return typeof value === 'string' && NOTHING.test(value.trim()) ? null : undefined;
    case 'string':
      return asString(value);
    case 'object':
    case 'array':
      return asContainer(value, type === 'array');
    default:
      return undefined;
  }
}

function asNumber(value: unknown, isInteger: boolean): number | undefined {
  if (typeof value !== 'string' || !NUMBER.test(value.trim())) return undefined;
  const number = Number(value);
  if (!Number.isFinite(number)) return undefined;
  return isInteger && !Number.isSafeInteger(number) ? undefined : number;
}

function asBoolean(value: unknown): boolean | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value.trim().toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

function asString(value: unknown): string | undefined {
  if (typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  // Beyond this its digits are no longer those that were written.
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

/** What was written as a text of JSON, in the place of the JSON. */
function asContainer(value: unknown, isArray: boolean): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return undefined;
  const inside = parsed(value);
  return typeof inside === 'object' && Array.isArray(inside) === isArray ? inside : undefined;
}
