import { createContext, Script } from 'node:vm';

/** A schema is a stranger's: its patterns may backtrack for hours, and this thread serves everybody. */
const RUN_TIMEOUT_MS = 500;
/** On a busy machine the watchdog, which goes by the clock, may come before this thread has had its time. */
const RUNS_MAX = 4;
const FAIR_SHARE = 0.5;

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
  try {
    for (let runs = 1; ; runs++) {
      const startedMs = workedMs();
      arena.run = run;
      try {
        return script.runInContext(context, { timeout: timeoutMs });
      } catch (error) {
        const hadItsTime = workedMs() - startedMs > timeoutMs * FAIR_SHARE;
        if (!isCutShort(error) || hadItsTime || runs === RUNS_MAX) throw error;
      }
    }
  } finally {
    arena.run = outer;
  }
}

export function isCutShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/** How long this thread has worked, in milliseconds: what others take of a busy machine does not count. */
export function workedMs(): number {
  const { system, user } = process.threadCpuUsage();
  return (system + user) / 1_000;
}
