import { TelegramError } from 'telegraf';
import { SendError, type SendFailure } from '../../../src/delivery/send-error.ts';

/** Connections that were never made, so that nothing can have been sent. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT']);
/** The message is no longer there, or nothing can be done with it any more. */
const GONE =
  /message to (edit|delete) not found|message can't be (edited|deleted)|MESSAGE_ID_INVALID|no text in the message to edit/i;

/** How Telegram refused a call: its code and its words, which hold nothing of what was sent. */
export class Refused {
  readonly code: number;
  readonly description: string;

  constructor(code: number, description: string) {
    this.code = code;
    this.description = description;
  }
}

/** The refusal behind a `SendError`; null when it is another failure. */
export function refusalOf(error: unknown): Refused | null {
  return error instanceof SendError && error.cause instanceof Refused ? error.cause : null;
}

/** The edit would change nothing: what was wanted stands. */
export function isNotModified(error: unknown): boolean {
  return /message is not modified/i.test(refusalOf(error)?.description ?? '');
}

/**
 * What became of a call. The library's own error holds the whole payload, and one of the network the address with the
 * token, so that neither is kept.
 */
export function toSendError(error: unknown, method: string): SendError {
  if (error instanceof SendError) return error;
  if (error instanceof TelegramError) {
    const { code, description, parameters } = error;
    const cause = new Refused(code, description);
    if (code === 429) {
      const seconds = parameters?.retry_after;
      const wait = seconds === undefined ? {} : { retryAfterMs: seconds * 1_000 };
      return new SendError('rate_limited', `${method}: too fast`, { ...wait, cause });
    }
    return new SendError(failureOf(code, description), `${method}: ${code}`, { cause });
  }
  const failure = NOT_CONNECTED.has(codeOf(error)) ? 'not_sent' : 'unknown';
  return new SendError(failure, `${method}: no answer`);
}

function failureOf(code: number, description: string): SendFailure {
  // The token may be put right while the turn waits in the inbox.
  if (code === 401) return 'not_sent';
  if (code >= 500) return 'unknown';
  return GONE.test(description) ? 'gone' : 'refused';
}

function codeOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: unknown };
  return typeof code === 'string' ? code : '';
}
