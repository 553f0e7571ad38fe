import type { DatabaseSync } from 'node:sqlite';
import { transaction } from './transaction.ts';

export interface Schema {
  /** Marks the file as ours, so that no other database is ever written to: `PRAGMA application_id`, 31 bits. */
  readonly applicationId: number;
  /** SQL that leads from version n to n + 1. Only ever append. */
  readonly steps: readonly string[];
}

/**
 * Brings a database to the newest schema, in one transaction: `PRAGMA user_version` counts the steps taken.
 * Throws when a newer program wrote the file, or when it belongs to something else.
 */
export function migrate(database: DatabaseSync, { applicationId, steps }: Schema): void {
  // Taking the write lock first also proves that the file can be written, before anybody relies on it; of two
  // processes that start at once, the second waits and then finds the work done.
  transaction(database, () => {
    const version = pragma(database, 'user_version');
    if (isForeign(database, applicationId)) {
      throw new Error('the file belongs to another program, or to another part of this one');
    }
    if (version > steps.length) {
      throw new Error(
        `a newer version of this program wrote it (schema ${version}, this one knows ${steps.length}): update the program`,
      );
    }
    for (const step of steps.slice(version)) database.exec(step);
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${steps.length}`);
  });
}

function isForeign(database: DatabaseSync, applicationId: number): boolean {
  const found = pragma(database, 'application_id');
  if (found === applicationId) return false;
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined;
  return found !== 0 || !isEmpty;
}

function pragma(database: DatabaseSync, name: 'user_version' | 'application_id'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
}
