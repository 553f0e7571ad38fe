import { Ajv, type ErrorObject } from 'ajv';
import { SwitchboardError } from '../errors.ts';

/** Above this size only the first mistake is looked for: a huge wrong body must not cost memory per mistake. */
const ALL_MISTAKES_MAX_CHARS = 100_000;

/**
 * A check of request bodies against a JSON schema. Fields that the schema does not name are ignored.
 *
 * The check throws `SwitchboardError` `bad_request`: the message lists all mistakes, `param` is the first field.
 */
export function bodyCheck<T>(schema: Readonly<Record<string, unknown>>): (body: unknown) => T {
  const accepts = new Ajv({ strict: false }).compile<T>(schema);
  const findAll = new Ajv({ strict: false, allErrors: true }).compile<T>(schema);
  return (body) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) {
      throw new SwitchboardError('bad_request', 'The body must be a JSON object.');
    }
    if (accepts(body)) return body;
    if (!isSmall(body)) throw mistakes(accepts.errors ?? []);
    findAll(body);
    throw mistakes(findAll.errors ?? []);
  };
}

function isSmall(body: object): boolean {
  try {
    return JSON.stringify(body).length <= ALL_MISTAKES_MAX_CHARS;
  } catch {
    // Nested so deep that it overflows the stack.
    return false;
  }
}

/** A mistake in one field of a body. */
export function badField(param: string, problem: string): SwitchboardError {
  return new SwitchboardError('bad_request', `${param} ${problem}`, { param });
}

function mistakes(errors: readonly ErrorObject[]): SwitchboardError {
  const sentences = [...new Set(errors.map((error) => `${fieldOf(error)} ${problemOf(error)}`))];
  const [first] = errors;
  return new SwitchboardError(
    'bad_request',
    `${sentences.join('; ')}.`,
    first === undefined ? {} : { param: fieldOf(first) },
  );
}

/** `attachments[0].mime` for the JSON pointer `/attachments/0/mime`. */
function fieldOf({ instancePath, params }: ErrorObject): string {
  const missing = typeof params.missingProperty === 'string' ? [params.missingProperty] : [];
  return [...instancePath.split('/').slice(1), ...missing]
    .map((part) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

function problemOf({ keyword, params, message }: ErrorObject): string {
  if (keyword === 'required') return 'is missing';
  if (keyword === 'enum')
    return `must be one of ${(params.allowedValues as unknown[]).filter(Boolean).join(', ')}`;
  if (keyword === 'type') return `must be of type ${[params.type].flat().join(' or ')}`;
  if (keyword === 'maxLength') return `is longer than ${params.limit} characters`;
  if (keyword === 'minLength' || keyword === 'minItems') return 'is empty';
  if (keyword === 'maxItems') return `holds more than ${params.limit}`;
  if (keyword === 'maximum' || keyword === 'minimum') return `must be ${params.comparison} ${params.limit}`;
  if (keyword === 'pattern') return 'has not the right form';
  return message ?? 'is not valid';
}
