import type { WebEvent } from '../../protocol.ts';
import { CallError } from './call.ts';
import { delay } from './delay.ts';
import { readEvents } from './events.ts';

/** `lost`: the connection broke and is tried again. `gone`: nothing runs any more; the server has what became of it. */
export type StreamEvent = WebEvent | { readonly event: 'lost' } | { readonly event: 'gone' };

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
/** Before anything has come: somebody who waits wants to know soon. */
const TRIES_TO_ASK = 2;
/** About a minute: a phone in a lift, a server that starts anew. */
const TRIES_TO_RESUME = 10;
const NOTHING_RUNS = 204;

/** How long to wait before the n-th try, from 1. */
export function pauseBefore(attempt: number): number {
  return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));
}

/**
 * The events of one turn over any number of connections. The first is opened by `ask`, which may be repeated without
 * asking twice; later ones by `resume`, which tell the turn from its beginning: each opens with `turn`.
 *
 * @throws CallError when the server refuses, or is not reached after several tries
 */
export async function* streamTurn(
  ask: () => Promise<Response>,
  resume: () => Promise<Response>,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  let began = false;
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await (began ? resume() : ask());
      if (response.status === NOTHING_RUNS) return yield { event: 'gone' };
      for await (const event of readEvents(response)) {
        began = true;
        attempt = 0;
        yield event;
        if (['done', 'error', 'say'].includes(event.event)) return;
      }
      began = true;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof CallError && error.status !== 0) throw error;
      if (attempt > (began ? TRIES_TO_RESUME : TRIES_TO_ASK)) throw notReached(error);
    }
    yield { event: 'lost' };
    await delay(pauseBefore(Math.max(1, attempt)), signal);
  }
}

function notReached(cause: unknown): CallError {
  return cause instanceof CallError ? cause : new CallError(0, null, null, cause);
}
