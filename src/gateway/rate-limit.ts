import { countInMinute } from '../access/rate.ts';
import { SwitchboardError } from '../errors.ts';
import type { Ledger } from '../stores/types.ts';
import type { Caller } from './types.ts';

/**
 * Counts one request of this caller in the running minute of the clock, on all replicas together.
 *
 * @throws SwitchboardError `rate_limited`, with the time until the next minute, past `perMinute` (0 = no limit)
 */
export async function countRequest(
  ledger: Ledger,
  caller: Caller,
  perMinute: number,
  nowMs: number,
): Promise<void> {
  const retryAfterMs = await countInMinute(ledger, `http:${caller.key}`, perMinute, nowMs);
  if (retryAfterMs === null) return;
  const seconds = Math.ceil(retryAfterMs / 1_000);
  throw new SwitchboardError(
    'rate_limited',
    `More than ${perMinute} requests in a minute with this key; go on in ${seconds} s.`,
    { retryAfterMs },
  );
}
