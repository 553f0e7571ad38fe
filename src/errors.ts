import type { ErrorBody } from './conversation/types.ts';

/** Every error a caller can get: stable code → HTTP status and the contract's `type`. */
const ERRORS = {
  bad_request: [400, 'invalid_request_error'],
  // The code that OpenAI's clients look for.
  context_length_exceeded: [400, 'invalid_request_error'],
  unauthorized: [401, 'authentication_error'],
  forbidden: [403, 'permission_error'],
  not_found: [404, 'not_found_error'],
  too_large: [413, 'invalid_request_error'],
  unsupported_media_type: [415, 'invalid_request_error'],
  schema_unmet: [422, 'invalid_request_error'],
  rate_limited: [429, 'rate_limit_error'],
  internal: [500, 'server_error'],
  expert_unavailable: [503, 'server_error'],
  expert_overloaded: [503, 'server_error'],
  answer_broke_off: [503, 'server_error'],
} as const satisfies Record<string, readonly [number, string]>;

export type ErrorCode = keyof typeof ERRORS;

/** The HTTP status of an error body; 500 for a code that is not ours. */
export function statusOf(body: ErrorBody): number {
  const code = body.error.code;
  return code !== null && Object.hasOwn(ERRORS, code) ? ERRORS[code as ErrorCode][0] : 500;
}

/** An error whose message is meant for the person or program that asked: what happened and what to do. */
export class SwitchboardError extends Error {
  override readonly name = 'SwitchboardError';
  readonly code: ErrorCode;
  /** The field or variable at fault. */
  readonly param: string | null;
  /** After how long a retry makes sense, in milliseconds. */
  readonly retryAfterMs: number | null;

  constructor(
    code: ErrorCode,
    message: string,
    detail: { param?: string; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause });
    this.code = code;
    this.param = detail.param ?? null;
    this.retryAfterMs = detail.retryAfterMs ?? null;
  }

  get status(): number {
    return ERRORS[this.code][0];
  }

  toBody(): ErrorBody {
    const type = ERRORS[this.code][1];
    return { error: { message: this.message, type, param: this.param, code: this.code } };
  }
}
