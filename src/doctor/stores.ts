import type { Config } from '../config/types.ts';
import { openStores } from '../stores/open.ts';
import { sqlitePath } from '../stores/sqlite-url.ts';
import { type Finding, ok, problem } from './finding.ts';

/** Whether the store opens and the inbox is one that this version has. Safe beside a running server. */
export async function checkStores(config: Config): Promise<Finding[]> {
  return [await checkStore(config), checkInbox(config)];
}

async function checkStore(config: Config): Promise<Finding> {
  try {
    const stores = await openStores(config);
    try {
      await stores.ledger.get('doctor');
      return ok(`conversations: ${stores.description}`);
    } finally {
      await stores.close();
    }
  } catch (error) {
    return problem(messageOf(error), null);
  }
}

/** Not opened: it belongs to one process, which may be running. */
function checkInbox({ inboxUrl, dataDir }: Config): Finding {
  try {
    return ok(`inbox: SQLite in ${sqlitePath('INBOX_URL', inboxUrl, dataDir, 'inbox.db')}`);
  } catch (error) {
    return problem(messageOf(error), null);
  }
}

/** The stores' own errors name the variable and say how to mend it. */
function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
