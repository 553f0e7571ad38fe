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

const DAY_MS = 24 * 60 * 60 * 1_000;
/** Who has not come back by then does not wait for the answer. */
const OPEN_TTL_MS = 30 * DAY_MS;
/** A post is repeated within seconds of the first, or when a laptop wakes. */
const ENDED_TTL_MS = DAY_MS;

/** What stands in the place of a question whose turn has ended. */
type Ended = { readonly ended: true };

/**
 * The questions of one conversation whose turns have begun and not ended: what a process that dies in the middle
 * leaves behind. Of those that ended it is known for a day that they were asked.
 */
export interface AskedStore {
  keep(message: Message): Promise<void>;
  /** The turn of a question has ended. */
  end(messageId: string): Promise<void>;
  /** Whether it was asked before; without it nobody has to look through turns. */
  knows(messageId: string): Promise<boolean>;
  /** Those that have not ended, in no order. */
  all(): Promise<readonly Asked[]>;
  forget(): Promise<void>;
}

/** @param cache of this conversation alone */
export function createAskedStore(cache: Keyv, now: () => number = Date.now): AskedStore {
  async function entries(): Promise<[messageId: string, Asked | Ended][]> {
    const kept: [string, Asked | Ended][] = [];
    for await (const [id, asked] of cache.iterator?.() ?? []) kept.push([id, asked as Asked | Ended]);
    return kept;
  }
  return {
    async all() {
      return (await entries()).flatMap(([, asked]) => ('ended' in asked ? [] : [asked]));
    },
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
      await cache.set(message.id, asked, OPEN_TTL_MS);
    },
    async end(messageId) {
      await cache.set(messageId, { ended: true } satisfies Ended, ENDED_TTL_MS);
    },
    knows: (messageId) => cache.has(messageId),
    async forget() {
      await cache.deleteMany((await entries()).map(([id]) => id));
    },
  };
}
