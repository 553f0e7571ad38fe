import type { Ledger } from '../stores/types.ts';

const WINDOW_MS = 60_000;

/**
 * Counts one more under `key` in the running minute of the clock, on all replicas together.
 *
 * @param perMinute 0 = no limit
 * @param nowMs milliseconds since the epoch
 * @returns null within the limit, else the milliseconds until the next minute
 */
export async function countInMinute(
  ledger: Ledger,
  key: string,
  perMinute: number,
  nowMs: number,
): Promise<number | null> {
  if (perMinute === 0) return null;
  const window = Math.floor(nowMs / WINDOW_MS);
  const count = await ledger.increment(`rate:${key}:${window}`, 1, WINDOW_MS);
  return count <= perMinute ? null : (window + 1) * WINDOW_MS - nowMs;
}
