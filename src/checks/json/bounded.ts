import { createContext, Script } from 'node:vm';

/** A schema is a stranger's: its patterns may backtrack for hours, and this thread serves everybody. */
const RUN_TIMEOUT_MS = 1_000;
/** On a busy machine the watchdog, which goes by the clock, may come before this thread has had its time. */
const FAIR_SHARE = 0.8;
/** Then there is one more run, with as much more of the clock as was missing, and no more than this. */
const LONGER_MAX = 3;

// One for all, as making one takes longer than most checks.
const arena: { run: (() => unknown) | null } = { run: null };
const context = createContext(arena);
const script = new Script('run()');

/**
 * Runs to its end, or is cut with an error: the machine's own watchdog stops even a regular expression.
 *
 * @param run is begun anew where it was cut before it had its time, so it must leave nothing behind
 */
export function bounded<T>(run: () => T, timeoutMs = RUN_TIMEOUT_MS): T {
  const outer = arena.run;
  const startedMs = workedMs();
  const once = (limitMs: number): T => {
    arena.run = run;
    return script.runInContext(context, { timeout: Math.ceil(limitMs) });
  };
  try {
    return once(timeoutMs);
  } catch (error) {
    const share = (workedMs() - startedMs) / timeoutMs;
    if (!isCutShort(error) || share > FAIR_SHARE) throw error;
    return once(timeoutMs * Math.min(LONGER_MAX, 1 / share));
  } finally {
    arena.run = outer;
  }
}

/** The watchdog's error is of the other realm, and no `Error` of this one. */
export function isCutShort(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** How long this thread has worked, in milliseconds: what others take of a busy machine does not count. */
export function workedMs(): number {
  const { system, user } = process.threadCpuUsage();
  return (system + user) / 1_000;
}
