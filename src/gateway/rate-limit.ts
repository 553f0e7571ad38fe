import { countInMinute } from '../access/rate.ts';
import { SwitchboardError } from '../errors.ts';
import type { Ledger } from '../stores/types.ts';
import type { Caller } from './types.ts';

/** A page reads several things for each question that it asks. */
const READS_FOR_ONE = 10;

/**
 * Counts one request of this caller in the running minute of the clock, on all replicas together.
 *
 * @param reads it only reads: those are counted by themselves, and ten times as many may come
 * @throws SwitchboardError `rate_limited`, with the time until the next minute, past `perMinute` (0 = no limit)
 */
export async function countRequest(
  ledger: Ledger,
  caller: Caller,
  perMinute: number,
  nowMs: number,
  reads = false,
): Promise<void> {
  const most = reads ? perMinute * READS_FOR_ONE : perMinute;
  const retryAfterMs = await countInMinute(ledger, `${reads ? 'reads' : 'http'}:${caller.key}`, most, nowMs);
  if (retryAfterMs === null) return;
  const seconds = Math.ceil(retryAfterMs / 1_000);
  throw new SwitchboardError(
    'rate_limited',
    `More than ${most} requests in a minute with this key; go on in ${seconds} s.`,
    { retryAfterMs },
  );
}
