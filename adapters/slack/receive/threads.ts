import type { Stores } from '../../../src/stores/types.ts';

/** The threads that the bot is in, so that it follows them without being named; kept across restarts. */
export interface Threads {
  join(channel: string, thread: string): Promise<void>;
  has(channel: string, thread: string): Promise<boolean>;
}

/** A thread that nobody has called the bot in for so long is over. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

export function createThreads(stores: Pick<Stores, 'cache'>): Threads {
  const cache = stores.cache('slack-threads');
  const keyOf = (channel: string, thread: string) => `${channel} ${thread}`;
  return {
    async join(channel, thread) {
      await cache.set(keyOf(channel, thread), true, KEPT_MS);
    },
    has: async (channel, thread) => (await cache.get(keyOf(channel, thread))) === true,
  };
}
