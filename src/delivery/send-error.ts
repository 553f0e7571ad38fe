/**
 * What became of a platform call that failed.
 * - `rate_limited`: not carried out; try again after `retryAfterMs`.
 * - `not_sent`: certainly not carried out (no connection, 5xx that promises it); try again.
 * - `unknown`: nobody knows (timeout, connection lost, 500); what cannot be repeated is looked for first.
 * - `gone`: the message to edit or delete is no longer there.
 * - `refused`: no repetition helps (no access, blocked, closed channel). The port has tried plainer forms before.
 * - `stream_lost`: a native stream is not open any more, or streaming is not offered; edit instead.
 */
export type SendFailure = 'rate_limited' | 'not_sent' | 'unknown' | 'gone' | 'refused' | 'stream_lost';

/** Thrown by a port. Anything else that it throws counts as `unknown`. No message text, no secrets in it. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly failure: SendFailure;
  /** After how long a repetition makes sense (ms); null when the platform did not say. */
  readonly retryAfterMs: number | null;

  constructor(
    failure: SendFailure,
    message: string,
    detail: { retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: detail.cause });
    this.failure = failure;
    this.retryAfterMs = detail.retryAfterMs ?? null;
  }
}
