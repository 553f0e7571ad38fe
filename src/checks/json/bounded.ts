import { createContext, Script } from 'node:vm';

/** A schema is a stranger's: its patterns may backtrack for hours, and this thread serves everybody. */
const RUN_TIMEOUT_MS = 500;

// One for all, as making one takes longer than most checks.
const arena: { run: (() => unknown) | null } = { run: null };
const context = createContext(arena);
const script = new Script('run()');

/** Runs to its end, or is cut with an error: the machine's own watchdog stops even a regular expression. */
export function bounded<T>(run: () => T, timeoutMs = RUN_TIMEOUT_MS): T {
  const outer = arena.run;
  arena.run = run;
  try {
    return script.runInContext(context, { timeout: timeoutMs });
  } finally {
    arena.run = outer;
  }
}

export function isCutShort(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
