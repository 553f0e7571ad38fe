import { createHash } from 'node:crypto';
import type { Stores } from '../../../src/stores/types.ts';

/**
 * What messages said when they were last looked at. Telegram tells of edits that nobody made (a preview, a button), so
 * only another text counts.
 */
export interface SeenTexts {
  /** Whether this is another text than the one that is known. */
  isNew(id: string, text: string): Promise<boolean>;
  /** Call it once the text is taken, not before: what could not be stored comes again, and is then still new. */
  keep(id: string, text: string): Promise<void>;
}

/** People can edit what they wrote for 48 hours; hashes alone are kept. */
const KEPT_MS = 49 * 60 * 60 * 1_000;

export function createSeenTexts(stores: Pick<Stores, 'cache'>): SeenTexts {
  const cache = stores.cache('telegram-texts');
  const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 16);
  return {
    isNew: async (id, text) => (await cache.get(id)) !== hashOf(text),
    async keep(id, text) {
      await cache.set(id, hashOf(text), KEPT_MS);
    },
  };
}
