import { Keyv } from 'keyv';
import type { Config } from '../config/types.ts';
import { createSqliteLedger } from './ledger.ts';
import { openDatabase } from './open-database.ts';
import { createSqliteStores } from './sqlite-store.ts';
import { sqlitePath } from './sqlite-url.ts';
import { STORE_SCHEMA } from './store-schema.ts';
import type { Stores } from './types.ts';

/** What Keyv's own serialization adds (buffers, bigints) is not stored here; plain JSON is twice as fast. */
const serialization = {
  stringify: (value: unknown): string => JSON.stringify(value),
  parse: <T>(text: string): T => JSON.parse(text),
};

/**
 * Opens where contexts, settings and claims are kept. `sqlite:` is `switchboard.db` in DATA_DIR, which several
 * processes may share; `sqlite::memory:` keeps nothing. Rejects with an error that names STORE_URL or DATA_DIR
 * and says how to mend it.
 *
 * A Keyv of `cache()` rejects when the database fails, as long as nobody listens to its `error` event.
 *
 * @example const stores = await openStores({ storeUrl: 'sqlite:', dataDir: './data' });
 */
export async function openStores(
  config: Pick<Config, 'storeUrl' | 'dataDir'>,
  now: () => number = Date.now,
): Promise<Stores> {
  const path = sqlitePath('STORE_URL', config.storeUrl, config.dataDir, 'switchboard.db');
  const database = openDatabase({ variable: 'STORE_URL', path, schema: STORE_SCHEMA, exclusive: false });
  const createStore = createSqliteStores(database, now);
  return {
    description: path === ':memory:' ? 'SQLite in memory' : `SQLite in ${path}`,
    cache: (namespace) => new Keyv({ store: createStore(namespace), serialization }),
    ledger: createSqliteLedger(database, now),
    async close() {
      if (database.isOpen) database.close();
    },
  };
}
