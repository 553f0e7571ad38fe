import { webApi } from '@slack/bolt';
import { SendError, type SendFailure } from '../../../src/delivery/send-error.ts';

/** What Slack's error codes mean for a message that was to be sent; all others are refusals. */
const FAILURES: Readonly<Record<string, SendFailure>> = {
  ratelimited: 'rate_limited',
  rate_limited: 'rate_limited',
  message_not_found: 'gone',
  file_not_found: 'gone',
  file_deleted: 'gone',
  // It is there, but nothing can be done with it any more: what is to be said has to be said anew.
  cant_update_message: 'gone',
  edit_window_closed: 'gone',
  // No streaming here, or not any more.
  unknown_method: 'stream_lost',
  feature_not_enabled: 'stream_lost',
  message_not_in_streaming_state: 'stream_lost',
  message_not_owned_by_app: 'stream_lost',
  streaming_state_conflict: 'stream_lost',
  // The token may be put right while the turn waits in the inbox.
  invalid_auth: 'not_sent',
  not_authed: 'not_sent',
  account_inactive: 'not_sent',
  token_revoked: 'not_sent',
  token_expired: 'not_sent',
  request_timeout: 'not_sent',
  service_unavailable: 'unknown',
  internal_error: 'unknown',
  fatal_error: 'unknown',
};

/** Connections that were never made, so that nothing can have been sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** The code of a refusal of Slack's (`invalid_auth`), or null when it is another failure. */
export function refusalOf(error: unknown): string | null {
  return error instanceof webApi.WebAPIPlatformError ? error.data.error : null;
}

/** What became of a call. Messages of errors may hold what was sent, so ours names the method alone. */
export function toSendError(error: unknown, method: string): SendError {
  if (error instanceof SendError) return error;
  const code = refusalOf(error);
  if (code !== null)
    return new SendError(FAILURES[code] ?? 'refused', `${method}: ${code}`, { cause: error });
  if (error instanceof webApi.WebAPIRateLimitedError) {
    const retryAfterMs = error.retryAfter * 1000;
    return new SendError('rate_limited', `${method}: too fast`, { retryAfterMs, cause: error });
  }
  if (error instanceof webApi.WebAPIHTTPError) {
    const failure = error.statusCode >= 500 ? 'unknown' : 'refused';
    return new SendError(failure, `${method}: HTTP ${error.statusCode}`);
  }
  // A 429 that does not say for how long is a plain error of the client's.
  if (error instanceof Error && error.message.startsWith('Retry header did not contain')) {
    return new SendError('rate_limited', `${method}: too fast`);
  }
  return new SendError(neverConnected(error) ? 'not_sent' : 'unknown', `${method}: no answer`, {
    cause: error,
  });
}

/** The code lies under the client's, then fetch's own error. */
function neverConnected(error: unknown): boolean {
  let current = error as { code?: unknown; original?: unknown; cause?: unknown } | undefined;
  for (let depth = 0; depth < 4 && current; depth++) {
    if (typeof current.code === 'string' && NOT_CONNECTED.has(current.code)) return true;
    current = (current.original ?? current.cause) as typeof current;
  }
  return false;
}

/** One call of the Web API; whatever goes wrong is a `SendError`. */
export async function call<T>(method: string, send: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  try {
    if (signal === undefined) return await send();
    signal.throwIfAborted();
    return await abortable(send(), signal);
  } catch (error) {
    throw toSendError(error, method);
  }
}

/** The client takes no signal: a call that is no longer wanted runs out by its own time limit. */
async function abortable<T>(running: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([running, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    running.catch(() => {});
  }
}
