import type { Logger } from 'pino';
import type { Ledger } from '../../../src/stores/types.ts';
import { isAfter } from './snowflake.ts';

/** How far the messages of this process's shards have been taken; kept across restarts. */
export interface Cursor {
  /** The id of the latest message that was seen; null when none ever was. */
  latest(): Promise<string | null>;
  /** A message was taken. */
  seen(id: string): void;
  /** While it runs, nothing new is kept: after a crash in the middle it is begun again. */
  during(job: () => Promise<void>): Promise<void>;
  flush(): Promise<void>;
}

const KEPT_MS = 7 * 24 * 60 * 60_000;
/** Written so often at most; what came since is read once more after a crash, and known to the inbox. */
const WRITE_EVERY_MS = 2_000;

/** @param shards tells the cursors of replicas apart */
export function createCursor(ledger: Ledger, shards: string, log: Logger): Cursor {
  const key = `discord cursor ${shards}`;
  let kept: Promise<string | null> | null = null;
  let latest: string | null = null;
  let written: string | null = null;
  let held = 0;
  let timer: NodeJS.Timeout | null = null;

  async function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const value = latest;
    if (held > 0 || value === null || value === written) return;
    await ledger.put(key, value, KEPT_MS);
    written = value;
  }

  function later(): void {
    timer ??= setTimeout(() => {
      timer = null;
      flush().catch((error: unknown) =>
        log.warn({ err: error }, 'discord: how far was read could not be kept'),
      );
    }, WRITE_EVERY_MS).unref();
  }

  return {
    async latest() {
      if (latest !== null) return latest;
      kept ??= ledger.get(key);
      return kept;
    },
    seen(id) {
      if (latest !== null && !isAfter(id, latest)) return;
      latest = id;
      later();
    },
    async during(job) {
      held++;
      try {
        await job();
      } finally {
        held--;
        later();
      }
    },
    flush,
  };
}
