import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from '../stores/types.ts';
import type { ConversationKey } from './types.ts';

/** A process that died holds its conversations for this long. */
const LEASE_TTL_MS = 10_000;
const RENEW_EVERY_MS = 3_000;
const RETRY_EVERY_MS = 50;

/**
 * Claims a conversation among the processes that share a store (a server and `npm run ask` on one DATA_DIR), so
 * that two never append to it at once. Waits until it is free; rejects with the signal's reason. The claim is
 * renewed until the returned function is called.
 */
export async function leaseConversation(
  ledger: Ledger,
  key: ConversationKey,
  owner: string,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const name = `turn ${key}`;
  while (!(await ledger.lease(name, owner, LEASE_TTL_MS))) {
    await delay(RETRY_EVERY_MS, undefined, { signal });
  }
  const renewal = setInterval(() => {
    // A store that fails now fails again, aloud, when the turn is stored.
    ledger.lease(name, owner, LEASE_TTL_MS).catch(() => {});
  }, RENEW_EVERY_MS).unref();
  return async () => {
    clearInterval(renewal);
    await ledger.release(name, owner);
  };
}
