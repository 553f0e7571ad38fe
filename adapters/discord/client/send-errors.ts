import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';
import { SendError, type SendFailure } from '../../../src/delivery/send-error.ts';

/** What Discord's error codes mean for a message that was to be sent; all others are refusals. */
const FAILURES: Readonly<Record<number, SendFailure>> = {
  /** Unknown Message */
  10008: 'gone',
  /** Cannot execute action on this channel type, Cannot edit a message authored by another user */
  50005: 'gone',
  /** API resource is currently overloaded */
  130000: 'not_sent',
};

/** Connections that were never made, so that nothing can have been sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);

/** 429 with code 30046: a message older than an hour takes few edits. */
export class OldMessageError extends Error {
  override readonly name = 'OldMessageError';
  constructor() {
    super('Discord takes no more edits of this old message');
  }
}

/** The code of a refusal of Discord's (`50001`), or null when it is another failure. */
export function refusalOf(error: unknown): number | null {
  const cause = error instanceof SendError ? error.cause : error;
  return cause instanceof DiscordAPIError ? Number(cause.code) : null;
}

/** The HTTP status that Discord refused with, or null when it is another failure. */
export function statusOf(error: unknown): number | null {
  const cause = error instanceof SendError ? error.cause : error;
  return cause instanceof DiscordAPIError || cause instanceof HTTPError ? cause.status : null;
}

/**
 * What became of a call. Messages and requests in the library's errors hold what was sent, and addresses may hold an
 * interaction's token, so ours names the method and the kind of address alone.
 */
export function toSendError(error: unknown, method: string, route: string): SendError {
  if (error instanceof SendError) return error;
  const what = `${method.toUpperCase()} ${kindOf(route)}`;
  if (error instanceof OldMessageError) return new SendError('gone', `${what}: too old`, { cause: error });
  if (error instanceof RateLimitError) {
    const retryAfterMs = Math.max(error.retryAfter, error.timeToReset, 1);
    return new SendError('rate_limited', `${what}: too fast`, { retryAfterMs });
  }
  if (error instanceof DiscordAPIError) {
    // The token may be put right while the turn waits in the inbox.
    const failure = error.status === 401 ? 'not_sent' : (FAILURES[Number(error.code)] ?? 'refused');
    return new SendError(failure, `${what}: ${error.code}`, { cause: error });
  }
  if (error instanceof HTTPError) {
    const failure = error.status >= 500 ? 'unknown' : 'refused';
    return new SendError(failure, `${what}: HTTP ${error.status}`, { cause: error });
  }
  return new SendError(neverConnected(error) ? 'not_sent' : 'unknown', `${what}: no answer`, {
    cause: error,
  });
}

/** @example kindOf('/webhooks/1/secret/messages/2') // 'webhooks' */
function kindOf(route: string): string {
  return route.split('/')[1] ?? '';
}

function neverConnected(error: unknown): boolean {
  let current = error as { code?: unknown; cause?: unknown } | undefined;
  for (let depth = 0; depth < 4 && current; depth++) {
    if (typeof current.code === 'string' && NOT_CONNECTED.has(current.code)) return true;
    current = current.cause as typeof current;
  }
  return false;
}
