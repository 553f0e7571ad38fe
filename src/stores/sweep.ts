import type { DatabaseSync } from 'node:sqlite';

const SWEEP_EVERY_WRITES = 256;
/** More than are written between two sweeps, so that what has expired never piles up. */
const SWEEP_ROWS = 1024;

/**
 * Removes expired rows of a table: a bounded number now and then, on the back of writes, so that no timer is
 * needed. Call the returned function after writing, with the number of rows and the time now (ms).
 */
export function createSweep(database: DatabaseSync, table: 'cache' | 'ledger') {
  const remove = database.prepare(
    `DELETE FROM ${table} WHERE rowid IN
       (SELECT rowid FROM ${table} WHERE expires <= ? ORDER BY expires LIMIT ${SWEEP_ROWS})`,
  );
  let writes = 0;
  return (written: number, now: number): void => {
    writes += written;
    if (writes < SWEEP_EVERY_WRITES) return;
    writes = 0;
    try {
      remove.run(now);
    } catch {
      // The write that this rides on has succeeded; the next sweep tries again.
    }
  };
}
