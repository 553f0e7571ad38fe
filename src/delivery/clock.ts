import { setTimeout as delay } from 'node:timers/promises';

/** Time as delivery sees it, so that tests run without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after `ms`, or at once when the signal aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The real one. A sleep does not keep the process alive by itself. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms, signal) => delay(ms, undefined, { ref: false, ...(signal && { signal }) }).catch(() => {}),
};
