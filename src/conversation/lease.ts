import { setTimeout as delay } from 'node:timers/promises';
import type { Ledger } from '../stores/types.ts';
import type { ConversationKey } from './types.ts';

/** In whose name a process claims conversations. */
export interface Claimant {
  readonly id: string;
  /** Names of earlier processes that have died for certain: their claims are nobody's. */
  readonly dead: readonly string[];
}

/** A process that died holds its conversations for this long, unless it is known to have died. */
const LEASE_TTL_MS = 10_000;
const RENEW_EVERY_MS = 3_000;
const RETRY_EVERY_MS = 50;

/**
 * Claims a conversation among the processes that share a store (a server and `npm run ask` on one DATA_DIR), so
 * that two never append to it at once. Waits until it is free; rejects with the signal's reason. The claim is
 * renewed until the returned function is called. What a dead process has claimed is free.
 */
export async function leaseConversation(
  ledger: Ledger,
  key: ConversationKey,
  { id: owner, dead }: Claimant,
  signal: AbortSignal,
): Promise<() => Promise<void>> {
  const name = `turn ${key}`;
  const take = () => ledger.lease(name, owner, LEASE_TTL_MS);
  let isHeld = await take();
  if (!isHeld && dead.length > 0) {
    // Only what one of them still holds is released.
    for (const id of dead) await ledger.release(name, id);
    isHeld = await take();
  }
  for (; !isHeld; isHeld = await take()) {
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
