import type { Keyv } from 'keyv';
import type { ExpertName, Message } from '../../../src/conversation/types.ts';

/** A question as it was asked, without its files: they would be written to disk with each of them. */
export interface Asked {
  readonly message: string;
  readonly text: string;
  readonly expert: ExpertName | null;
  readonly json: Message['json'] | null;
  readonly replaces: string | null;
  readonly attachments: readonly string[];
  /** ISO 8601. */
  readonly at: string;
}

/** Who has not come back by then does not wait for the answer. */
const TTL_MS = 30 * 24 * 60 * 60 * 1_000;

/**
 * The questions of one conversation whose turns have begun and not ended: what a process that dies in the middle
 * leaves behind.
 */
export interface AskedStore {
  keep(message: Message): Promise<void>;
  drop(messageId: string): Promise<void>;
  /** In no order. */
  all(): Promise<readonly Asked[]>;
  forget(): Promise<void>;
}

/** @param cache of this conversation alone */
export function createAskedStore(cache: Keyv, now: () => number = Date.now): AskedStore {
  async function all(): Promise<Asked[]> {
    const kept: Asked[] = [];
    for await (const [, asked] of cache.iterator?.() ?? []) kept.push(asked as Asked);
    return kept;
  }
  return {
    all,
    async keep(message) {
      const asked: Asked = {
        message: message.id,
        text: message.text,
        expert: message.forced,
        json: message.json ?? null,
        replaces: message.replaces ?? null,
        attachments: message.attachments.map(({ name }) => name),
        at: new Date(now()).toISOString(),
      };
      await cache.set(message.id, asked, TTL_MS);
    },
    async drop(messageId) {
      await cache.delete(messageId);
    },
    async forget() {
      await cache.deleteMany((await all()).map(({ message }) => message));
    },
  };
}
