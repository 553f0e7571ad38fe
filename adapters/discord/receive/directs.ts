import type { Stores } from '../../../src/stores/types.ts';
import { CATCH_UP } from '../limits.ts';

/** The direct channels that people have lately written in: Discord does not list them to bots. */
export interface Directs {
  add(channel: string): Promise<void>;
  all(): Promise<readonly string[]>;
}

const KEY = 'channels';

export function createDirects(stores: Pick<Stores, 'cache'>): Directs {
  const cache = stores.cache('discord-directs');
  let known: string[] | null = null;
  const load = async (): Promise<string[]> => {
    known ??= ((await cache.get(KEY)) as string[] | undefined) ?? [];
    return known;
  };
  return {
    async add(channel) {
      const channels = await load();
      if (channels.at(-1) === channel) return;
      known = [...channels.filter((one) => one !== channel), channel].slice(-CATCH_UP.directChannels);
      await cache.set(KEY, known);
    },
    all: load,
  };
}
