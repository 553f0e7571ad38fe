import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

/** How often a lock that another process holds is tried again. */
const RETRY_MS = 500;

/**
 * Waits until this process alone holds the lock file, and returns what gives it back. SQLite's own file lock: the
 * system drops it when its process dies, so there is no stale lock to guess about. The empty file stays.
 *
 * @param onWait told once when somebody else has it
 */
export async function lockFile(
  path: string,
  signal: AbortSignal,
  onWait: () => void = () => {},
): Promise<() => void> {
  for (let tries = 1; ; tries++) {
    signal.throwIfAborted();
    const release = tryLock(path);
    if (release !== null) return release;
    if (tries === 1) onWait();
    await delay(RETRY_MS, undefined, { signal });
  }
}

function tryLock(path: string): (() => void) | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
    return () => database.close();
  } catch (error) {
    database.close();
    if (error instanceof Error && /locked|busy/i.test(error.message)) return null;
    throw error;
  }
}
