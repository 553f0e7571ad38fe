import { setTimeout as delay } from 'node:timers/promises';
import { SendError } from '../../../src/delivery/send-error.ts';

const ATTEMPTS = 3;
const PAUSE_MS = 1_000;
/** Nobody waits longer for a notice. */
const PAUSE_MAX_MS = 10_000;

/** Repeats a call that was certainly not carried out, as after a 429; for what no outbox stands behind. */
export async function persist<T>(call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof SendError) || attempt === ATTEMPTS) throw error;
      if (error.failure !== 'rate_limited' && error.failure !== 'not_sent') throw error;
      const pauseMs = error.retryAfterMs ?? PAUSE_MS * attempt;
      if (pauseMs > PAUSE_MAX_MS) throw error;
      await delay(pauseMs, undefined, { ref: false });
    }
  }
}
