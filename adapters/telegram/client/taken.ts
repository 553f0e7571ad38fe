import type { Stores } from '../../../src/stores/types.ts';

/** `rich`: rich messages (Bot API 10.1), without them HTML, cut at 4,096 characters; `drafts`: of either kind. */
export type Feature = 'rich' | 'drafts';

/** What a server was found to take; learned from its refusals, and remembered across restarts. */
export interface Taken {
  readonly rich: boolean;
  readonly drafts: boolean;
  /** The server has refused it as unknown. */
  lacks(feature: Feature): void;
  /** Reads what an earlier process has learned. */
  load(): Promise<void>;
}

/** Then it is tried again: servers are updated. */
const KEPT_MS = 24 * 60 * 60_000;

/** @param server whose features they are: TELEGRAM_API_ROOT */
export function createTaken(stores: Pick<Stores, 'cache'>, server: string | null): Taken {
  const cache = stores.cache('telegram-server');
  const keyOf = (feature: Feature) => `${server ?? 'telegram'} ${feature}`;
  const missing = new Set<Feature>();
  return {
    get rich() {
      return !missing.has('rich');
    },
    get drafts() {
      return !missing.has('drafts');
    },
    lacks(feature) {
      if (missing.has(feature)) return;
      missing.add(feature);
      // What is not stored is learned again.
      cache.set(keyOf(feature), true, KEPT_MS).catch(() => {});
    },
    async load() {
      for (const feature of ['rich', 'drafts'] as const) {
        if ((await cache.get(keyOf(feature))) === true) missing.add(feature);
      }
    },
  };
}
