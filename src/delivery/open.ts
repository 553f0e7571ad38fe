import type { Config } from '../config/types.ts';
import { sqlitePath } from '../stores/sqlite-url.ts';
import type { Inbox } from './inbox.ts';
import { openSqliteInbox, type SqliteInboxOptions } from './sqlite-inbox.ts';

/**
 * Opens the inbox that INBOX_URL names: `sqlite:` is `inbox.db` in DATA_DIR, which one process has to itself.
 * Rejects with an error that names INBOX_URL or DATA_DIR and says how to mend it.
 *
 * @example const inbox = await openInbox({ inboxUrl: 'sqlite:', dataDir: './data' }, log);
 */
export async function openInbox(
  config: Pick<Config, 'inboxUrl' | 'dataDir'>,
  log: SqliteInboxOptions['log'],
): Promise<Inbox> {
  const path = sqlitePath('INBOX_URL', config.inboxUrl, config.dataDir, 'inbox.db');
  return openSqliteInbox({ path, log });
}
