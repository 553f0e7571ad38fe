import { createHash } from 'node:crypto';
import type { Stores } from '../../../src/stores/types.ts';

/**
 * What messages said when they were last looked at. Telegram tells of edits that nobody made (a preview, a button), so
 * only another text counts.
 */
export interface SeenTexts {
  /** Keeps the text; false when it is the one that is known already. */
  isNew(id: string, text: string): Promise<boolean>;
}

/** People can edit what they wrote for 48 hours; hashes alone are kept. */
const KEPT_MS = 49 * 60 * 60 * 1_000;

export function createSeenTexts(stores: Pick<Stores, 'cache'>): SeenTexts {
  const cache = stores.cache('telegram-texts');
  return {
    async isNew(id, text) {
      const hash = createHash('sha256').update(text).digest('base64url').slice(0, 16);
      if ((await cache.get(id)) === hash) return false;
      await cache.set(id, hash, KEPT_MS);
      return true;
    },
  };
}
