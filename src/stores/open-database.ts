import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type DatabaseLocation, databaseError } from './database-error.ts';
import { migrate, type Schema } from './migrate.ts';

export interface DatabaseOptions extends DatabaseLocation {
  readonly schema: Schema;
  /** One process only: a second one gets an error at once. Else several may share the file. */
  readonly exclusive: boolean;
}

/** How long a statement waits for another process's write; it blocks the event loop meanwhile. */
const BUSY_TIMEOUT_MS = 5000;
/**
 * A checkpoint waits for the disk and stops the event loop for it: few long stops meet fewer requests than many short
 * ones (SQLite's default is 1,000 pages).
 */
const CHECKPOINT_PAGES = 4_000;
/** After a burst the write-ahead log is cut back to this. */
const WAL_LIMIT_BYTES = 16 * 1024 * 1024;

/**
 * Opens a SQLite database for writing, WAL, synchronous=NORMAL: no commit is lost when the process dies, the last
 * ones may be when the power goes. Creates folder and file so that nobody else can read them, and brings the
 * schema up to date. Throws an error for the operator that names the variable to change.
 */
export function openDatabase(options: DatabaseOptions): DatabaseSync {
  try {
    if (options.path !== ':memory:') createPrivately(options.path);
    return openAndMigrate(options);
  } catch (cause) {
    throw databaseError(options, cause);
  }
}

function openAndMigrate({ path, schema, exclusive }: DatabaseOptions): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: exclusive ? 0 : BUSY_TIMEOUT_MS });
  try {
    // The system drops an exclusive lock with the process, however that ends.
    if (exclusive) database.exec('PRAGMA locking_mode = EXCLUSIVE');
    database.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = NORMAL;
      PRAGMA journal_size_limit = ${WAL_LIMIT_BYTES};
      PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
    `);
    migrate(database, schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function createPrivately(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    // `x` never opens a file that is there: closing it again would drop the locks this process holds on it.
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
