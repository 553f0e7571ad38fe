import type { Ledger } from './types.ts';

/**
 * A ledger in this process's memory, for tests. Atomic because nothing in it waits.
 *
 * @param now milliseconds since the epoch
 */
export function createMemoryLedger(now: () => number = Date.now): Ledger {
  const entries = new Map<string, { readonly value: string; readonly expires: number }>();

  const live = (key: string) => {
    const entry = entries.get(key);
    return entry !== undefined && entry.expires > now() ? entry : undefined;
  };
  const store = (key: string, value: string, ttlMs = Number.POSITIVE_INFINITY) => {
    entries.set(key, { value, expires: now() + ttlMs });
  };

  return {
    async putIfAbsent(key, value, ttlMs) {
      if (live(key) !== undefined) return false;
      store(key, value, ttlMs);
      return true;
    },
    get: async (key) => live(key)?.value ?? null,
    put: async (key, value, ttlMs) => store(key, value, ttlMs),
    async delete(key) {
      entries.delete(key);
    },
    async increment(key, by, ttlMs) {
      const entry = live(key);
      const sum = Number(entry?.value ?? 0) + by;
      entries.set(key, { value: String(sum), expires: entry?.expires ?? now() + ttlMs });
      return sum;
    },
    async lease(key, owner, ttlMs) {
      if ((live(key)?.value ?? owner) !== owner) return false;
      store(key, owner, ttlMs);
      return true;
    },
    async release(key, owner) {
      if (entries.get(key)?.value === owner) entries.delete(key);
    },
  };
}
