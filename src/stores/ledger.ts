import type { DatabaseSync } from 'node:sqlite';
import { createSweep } from './sweep.ts';
import type { Ledger } from './types.ts';

/**
 * A ledger in SQLite: every operation is one statement, so it is atomic among all processes that have the file
 * open. Counters, values and leases share one key space; the caller keeps them apart by prefix. A lease's value
 * is its owner. Increments are whole numbers.
 *
 * @param now milliseconds since the epoch
 */
export function createSqliteLedger(database: DatabaseSync, now: () => number): Ledger {
  const sql = prepare(database);
  const sweep = createSweep(database, 'ledger');
  const deadline = (at: number, ttlMs: number | undefined) => (ttlMs === undefined ? null : at + ttlMs);

  return {
    async putIfAbsent(key, value, ttlMs) {
      const at = now();
      const { changes } = sql.putIfAbsent.run({ key, value, expires: deadline(at, ttlMs), at });
      sweep(1, at);
      return changes > 0;
    },
    async get(key) {
      const row = sql.get.get({ key, at: now() });
      return row === undefined ? null : String(row.value);
    },
    async put(key, value, ttlMs) {
      const at = now();
      sql.put.run({ key, value, expires: deadline(at, ttlMs) });
      sweep(1, at);
    },
    async delete(key) {
      sql.delete.run({ key });
    },
    async increment(key, by, ttlMs) {
      const at = now();
      // A JavaScript number would be bound as a float, and kept as "1.0".
      const row = sql.increment.get({ key, by: BigInt(by), expires: at + ttlMs, at });
      sweep(1, at);
      return Number(row?.value);
    },
    async lease(key, owner, ttlMs) {
      const at = now();
      const { changes } = sql.lease.run({ key, owner, expires: at + ttlMs, at });
      sweep(1, at);
      return changes > 0;
    },
    async release(key, owner) {
      sql.release.run({ key, owner });
    },
  };
}

function prepare(database: DatabaseSync) {
  const insert = (value: string) =>
    `INSERT INTO ledger (key, value, expires) VALUES (:key, ${value}, :expires) ON CONFLICT (key) DO UPDATE SET`;
  const replace = 'value = excluded.value, expires = excluded.expires';
  return {
    putIfAbsent: database.prepare(`${insert(':value')} ${replace} WHERE ledger.expires <= :at`),
    get: database.prepare('SELECT value FROM ledger WHERE key = :key AND (expires IS NULL OR expires > :at)'),
    put: database.prepare(`${insert(':value')} ${replace}`),
    delete: database.prepare('DELETE FROM ledger WHERE key = :key'),
    increment: database.prepare(
      `${insert(':by')}
         value = iif(ledger.expires <= :at, excluded.value, ledger.value + excluded.value),
         expires = iif(ledger.expires <= :at, excluded.expires, ledger.expires)
       RETURNING value`,
    ),
    lease: database.prepare(
      `${insert(':owner')} ${replace} WHERE ledger.value = excluded.value OR ledger.expires <= :at`,
    ),
    release: database.prepare('DELETE FROM ledger WHERE key = :key AND value = :owner'),
  };
}
