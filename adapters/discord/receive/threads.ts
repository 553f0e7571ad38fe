import type { Stores } from '../../../src/stores/types.ts';

/** The threads that the bot is in, so that it follows them without being named; kept across restarts. */
export interface Threads {
  join(thread: string): Promise<void>;
  has(thread: string): Promise<boolean>;
}

/** A thread that nobody has called the bot in for so long is over. */
const KEPT_MS = 90 * 24 * 60 * 60_000;

export function createThreads(stores: Pick<Stores, 'cache'>): Threads {
  const cache = stores.cache('discord-threads');
  return {
    async join(thread) {
      await cache.set(thread, true, KEPT_MS);
    },
    has: async (thread) => (await cache.get(thread)) === true,
  };
}
