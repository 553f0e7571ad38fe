/** So many failures in a row are no accident. */
const FAILURES_MAX = 3;
const PAUSE_FIRST_MS = 30_000;
const PAUSE_MAX_MS = 300_000;

/** Spares every turn the wait for somebody who does not answer. */
export interface BackOff {
  /** Whether to ask at all now. */
  readonly open: boolean;
  succeeded(): void;
  failed(): void;
}

/**
 * After three failures in a row: half a minute of silence, then one try; when that fails, too, twice as long, and at
 * most five minutes. Any success ends it.
 *
 * @param now milliseconds of a clock that only goes forward
 */
export function createBackOff(now: () => number): BackOff {
  let failures = 0;
  let until = Number.NEGATIVE_INFINITY;
  return {
    get open() {
      return now() >= until;
    },
    succeeded() {
      failures = 0;
      until = Number.NEGATIVE_INFINITY;
    },
    failed() {
      // Those that were still under way when it closed say nothing new.
      if (now() < until) return;
      failures++;
      if (failures < FAILURES_MAX) return;
      until = now() + Math.min(PAUSE_MAX_MS, PAUSE_FIRST_MS * 2 ** (failures - FAILURES_MAX));
    },
  };
}
