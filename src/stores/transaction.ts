import type { DatabaseSync } from 'node:sqlite';

/** Runs `work` so that all of its writes stand or none does. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  // IMMEDIATE takes the write lock at once: a transaction that reads first cannot always get it later.
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    // A full disk, for one, has already rolled it back.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
