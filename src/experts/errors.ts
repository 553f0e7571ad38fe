/** Why a model could not answer. "It refused" and "it was not reached" are different errors. */
export type ExpertErrorCode =
  /** No connection, or it broke before an answer began. */
  | 'unreachable'
  /** Connected, but nothing came in time. */
  | 'timeout'
  /** 503 or 429: full at the moment; `retryAfterMs` when it said so. */
  | 'overloaded'
  /** Prompt and output do not fit the window; `window` when it said so. */
  | 'context_overflow'
  /** 404: the model is not served under this name. */
  | 'model_not_found'
  /** 401 or 403. */
  | 'unauthorized'
  /** Any other 4xx: the request itself is refused. */
  | 'refused'
  /** 5xx: the server failed. */
  | 'server_error'
  /** The stream broke off, or said `error`, after it had begun. */
  | 'broken_stream'
  /** No model is there: not configured, still loading, or not to be had. */
  | 'no_model'
  /** Background work gave way to a person's turn. */
  | 'preempted';

/**
 * A failure of one engine. `message` is for operators (it names the endpoint and may quote the server, never a
 * user's text or a key); what a user reads is made from `code` in conversation/wording.ts.
 */
export class ExpertError extends Error {
  override readonly name = 'ExpertError';
  readonly code: ExpertErrorCode;
  readonly endpoint: string;
  /** The message without the endpoint: for `no_model` a sentence that says what to do. */
  readonly detail: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;
  readonly window: number | null;

  constructor(
    code: ExpertErrorCode,
    endpoint: string,
    message: string,
    detail: { status?: number; retryAfterMs?: number; window?: number; cause?: unknown } = {},
  ) {
    super(`${endpoint}: ${message}`, { cause: detail.cause });
    this.code = code;
    this.endpoint = endpoint;
    this.detail = message;
    this.status = detail.status ?? null;
    this.retryAfterMs = detail.retryAfterMs ?? null;
    this.window = detail.window ?? null;
  }
}

/** The message alone does not fit a window; known before the server is asked. Counts in tokens. */
export class TooLongError extends Error {
  override readonly name = 'TooLongError';
  readonly tokens: number;
  readonly room: number;
  constructor(tokens: number, room: number) {
    super(`the message has ${tokens} tokens, there is room for ${room}`);
    this.tokens = tokens;
    this.room = room;
  }
}
