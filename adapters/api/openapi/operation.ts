import { shape } from './shapes.ts';

type Json = Readonly<Record<string, unknown>>;

/** What the errors of a route can mean, by status (contract §3). */
const ERRORS = {
  400: 'Bad input; `param` is the field.',
  401: 'No key, or one that is not known.',
  403: 'Without keys only this machine is served.',
  404: 'There is no such thing.',
  413: 'The body is over 20 MiB.',
  415: 'The body is not JSON.',
  422: 'No answer fits the schema; the message says why.',
  429: 'Too many requests; ask again after `Retry-After` seconds.',
  503: 'No endpoint can answer now.',
} as const;
const WAITING = [429, 503];

export type ErrorStatus = keyof typeof ERRORS;

/** What all answers can be that need a key. */
const GUARDED: readonly ErrorStatus[] = [401, 403, 429, 503];
/** What a body can be besides. */
const READ: readonly ErrorStatus[] = [400, 413, 415];

export interface OperationParts {
  readonly id: string;
  readonly summary: string;
  /** A body is read in this shape. */
  readonly body?: Json;
  readonly parameters?: readonly Json[];
  /** What a 200 is, by media type; a string describes one that is no JSON. */
  readonly ok: Json;
  readonly headers?: Json;
  readonly errors?: readonly ErrorStatus[];
  /** Answered without a key. */
  readonly keyless?: true;
}

/** One operation of an OpenAPI document, with the errors that every such route can have. */
export function operation({
  body,
  errors = [],
  headers,
  id,
  keyless,
  ok,
  parameters,
  summary,
}: OperationParts): Json {
  const common = [...(keyless ? [403 as const] : GUARDED), ...(body === undefined ? [] : READ), ...errors];
  const statuses = [...new Set(common)].toSorted((one, other) => one - other);
  return {
    operationId: id,
    summary,
    ...(parameters && { parameters }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      200: { description: 'The answer.', ...(headers && { headers }), content: contentOf(ok) },
      ...Object.fromEntries(statuses.map((status) => [status, errorResponse(status)])),
    },
    ...(keyless && { security: [] }),
  };
}

function contentOf(types: Json): Json {
  return Object.fromEntries(Object.entries(types).map(([type, schema]) => [type, { schema }]));
}

function errorResponse(status: ErrorStatus): Json {
  const wait = { 'Retry-After': { description: 'seconds', schema: { type: 'integer', minimum: 1 } } };
  return {
    description: ERRORS[status],
    ...(WAITING.includes(status) && { headers: wait }),
    content: { 'application/json': { schema: shape('Error') } },
  };
}
