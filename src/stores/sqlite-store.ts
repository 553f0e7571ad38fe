import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { KeyvStorageAdapter, KeyvStorageEntry } from 'keyv';
import { createSweep } from './sweep.ts';
import { transaction } from './transaction.ts';

/** What Keyv 6 asks of a store, without the event emitter: errors are thrown, none is emitted. */
type StorageAdapter = Pick<
  Required<KeyvStorageAdapter>,
  'get' | 'getMany' | 'has' | 'hasMany' | 'set' | 'setMany' | 'delete' | 'deleteMany' | 'clear' | 'iterator'
> & {
  readonly namespace: string;
  /** Keyv then hands over absolute expiry times instead of wrapping the store. */
  readonly capabilities: { readonly expires: true };
};

interface Row {
  readonly value: string | null;
  readonly expires: number | null;
}

/** No colon: it ends the namespace in a stored key. */
const NAMESPACE = /^[\w.-]+$/;
const ITERATOR_PAGE_ROWS = 100;

/**
 * Keyv storage adapters over one database: `create(namespace)` is cheap, the statements are shared. Values are
 * the strings that Keyv has encoded. `setMany` and `deleteMany` are one transaction: all or nothing. Every method
 * throws when SQLite does.
 *
 * @param now milliseconds since the epoch
 */
export function createSqliteStores(
  database: DatabaseSync,
  now: () => number,
): (namespace: string) => StorageAdapter {
  const sql = prepare(database);
  const sweep = createSweep(database, 'cache');

  const put = (key: string, value: unknown, expires: number | undefined) => {
    if (typeof value !== 'string') throw new TypeError('the store takes the strings that Keyv encodes');
    sql.set.run(key, value, expires ?? null);
  };
  const isExpired = (expires: number | null, at: number) => expires !== null && expires <= at;

  return (namespace) => {
    if (!NAMESPACE.test(namespace)) throw new TypeError(`"${namespace}" cannot be a namespace`);
    // A lone surrogate has no UTF-8: it would be another key in SQL than in JSON.
    const stored = (key: string) => `${namespace}:${key.toWellFormed()}`;
    const [first, last] = [`${namespace}:`, `${namespace};`];

    async function get<Value>(key: string): ReturnType<typeof adapter.get<Value>> {
      const row = sql.get.get(stored(key)) as Row | undefined;
      if (row === undefined) return undefined;
      const at = now();
      if (!isExpired(row.expires, at)) return row.value ?? undefined;
      sql.expire.run(stored(key), at);
      return undefined;
    }

    async function getMany<Value>(keys: string[]): ReturnType<typeof adapter.getMany<Value>> {
      const rows = sql.getMany.all(JSON.stringify(keys.map(stored))) as unknown as Row[];
      const at = now();
      return rows.map(({ value, expires }) => (isExpired(expires, at) ? undefined : (value ?? undefined)));
    }

    const adapter: StorageAdapter = {
      namespace,
      capabilities: { expires: true },
      get,
      getMany,
      has: async (key) => (await get(key)) !== undefined,
      hasMany: async (keys) => (await getMany(keys)).map((value) => value !== undefined),
      async set(key, value, expires) {
        put(stored(key), value, expires);
        sweep(1, now());
        return true;
      },
      async setMany<Value>(entries: KeyvStorageEntry<Value>[]) {
        transaction(database, () => {
          for (const { key, value, expires } of entries) put(stored(key), value, expires);
        });
        sweep(entries.length, now());
        return entries.map(() => true);
      },
      delete: async (key) => sql.delete.run(stored(key)).changes > 0,
      deleteMany: async (keys) =>
        transaction(database, () => keys.map((key) => sql.delete.run(stored(key)).changes > 0)),
      async clear() {
        sql.clear.run(first, last);
      },
      // By pages: an open cursor would see, or miss, what is written between two steps of the caller.
      async *iterator<Value>() {
        for (let after = first; ; ) {
          const page = sql.page.all(after, last, now());
          for (const { key, value } of page) {
            yield [String(key).slice(first.length), value as Awaited<Value>];
            after = String(key);
          }
          if (page.length < ITERATOR_PAGE_ROWS) return;
        }
      },
    };
    return adapter;
  };
}

function prepare(database: DatabaseSync) {
  return {
    get: database.prepare('SELECT value, expires FROM cache WHERE key = ?'),
    // One statement for any number of keys, rows in the order of the keys, NULL where there is none.
    getMany: database.prepare(
      `SELECT cache.value, cache.expires FROM json_each(?) AS wanted
       LEFT JOIN cache ON cache.key = wanted.value ORDER BY wanted.key`,
    ),
    set: database.prepare(
      `INSERT INTO cache (key, value, expires) VALUES (?, ?, ?)
       ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
    ),
    delete: database.prepare('DELETE FROM cache WHERE key = ?'),
    // Only if it is still the expired one: another process may just have written it anew.
    expire: database.prepare('DELETE FROM cache WHERE key = ? AND expires <= ?'),
    clear: database.prepare('DELETE FROM cache WHERE key >= ? AND key < ?'),
    page: database.prepare(
      `SELECT key, value FROM cache WHERE key > ? AND key < ? AND (expires IS NULL OR expires > ?)
       ORDER BY key LIMIT ${ITERATOR_PAGE_ROWS}`,
    ),
  } satisfies Record<string, StatementSync>;
}
