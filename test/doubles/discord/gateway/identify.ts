import type { Behaviour } from '../behaviour.ts';
import { isObject } from '../json.ts';
import { FORBIDDEN, INTENTS, INTENTS_MAX } from './intents.ts';

/** What an IDENTIFY asks for. */
export interface Identify {
  readonly token: string;
  readonly intents: number;
  /** Which shard of how many. */
  readonly shard: readonly [number, number];
}

export function readIdentify(d: unknown): Identify {
  const { token, intents, shard = [0, 1] } = isObject(d) ? d : {};
  return { token: String(token), intents: Number(intents), shard: shard as [number, number] };
}

/** The close code that an IDENTIFY gets; null when it is welcome. `count`: how many have come, this one included. */
export function refusalOf(
  { token, intents, shard: [index, shards] }: Identify,
  expected: string,
  { authorized, messageContent, identifyLimit }: Behaviour,
  count: number,
): { readonly code: number; readonly reason: string } | null {
  if (token !== expected || !authorized) return { code: 4_004, reason: 'Authentication failed.' };
  if (!Number.isInteger(index) || !(index >= 0 && index < shards))
    return { code: 4_010, reason: 'Invalid shard.' };
  if (!(intents >= 0 && intents <= INTENTS_MAX)) return { code: 4_013, reason: 'Invalid intent(s).' };
  const forbidden = FORBIDDEN | (messageContent ? 0 : INTENTS.messageContent);
  if ((intents & forbidden) !== 0) return { code: 4_014, reason: 'Disallowed intent(s).' };
  // Past the day's limit Discord resets the token.
  return count > identifyLimit ? { code: 4_004, reason: 'Authentication failed.' } : null;
}
