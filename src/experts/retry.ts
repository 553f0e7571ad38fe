import type { ExpertError } from './errors.ts';

/** A server that says "again in N seconds" is waited for up to this; longer, and the person is told instead. */
const RETRY_AFTER_MAX_MS = 5_000;

const RECONNECT_AFTER_MS = 200;

export type Retry =
  | { readonly on: 'nothing' }
  | { readonly on: 'other' }
  /** `exact`: with the prompt counted by the server, since the estimate was refused. */
  | { readonly on: 'same'; readonly waitMs: number; readonly exact: boolean };

const NOTHING: Retry = { on: 'nothing' };

/**
 * What to do after a call failed before its first token (after it, nothing is ever repeated).
 *
 * @param others whether another endpoint of the expert has not been tried yet
 * @param repeated whether this endpoint was tried twice already
 */
export function retryAfterFailure(error: ExpertError, others: boolean, repeated: boolean): Retry {
  switch (error.code) {
    case 'context_overflow':
      return repeated ? NOTHING : { on: 'same', waitMs: 0, exact: true };
    case 'model_not_found':
      // The server may have been restarted with another model; its list is read again.
      if (!repeated) return { on: 'same', waitMs: 0, exact: false };
      return others ? { on: 'other' } : NOTHING;
    case 'overloaded': {
      if (others) return { on: 'other' };
      const waitMs = error.retryAfterMs;
      if (repeated || waitMs === null || waitMs > RETRY_AFTER_MAX_MS) return NOTHING;
      return { on: 'same', waitMs, exact: false };
    }
    case 'unreachable':
      // A connection that was kept open may have been closed at the other end: that costs a second try, not an answer.
      if (others) return { on: 'other' };
      return repeated ? NOTHING : { on: 'same', waitMs: RECONNECT_AFTER_MS, exact: false };
    case 'timeout':
    case 'server_error':
    case 'unauthorized':
      return others ? { on: 'other' } : NOTHING;
    case 'refused':
    case 'broken_stream':
    case 'no_model':
    case 'preempted':
      return NOTHING;
    default:
      return error.code satisfies never;
  }
}
