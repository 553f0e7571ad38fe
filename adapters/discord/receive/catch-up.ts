import { setTimeout as delay } from 'node:timers/promises';
import { SendError } from '../../../src/delivery/send-error.ts';
import { CATCH_UP } from '../limits.ts';
import type { DiscordParts } from '../parts.ts';
import { records } from '../payload.ts';
import type { Directs } from './directs.ts';
import { readMessage } from './events.ts';
import type { Channel } from './places.ts';
import type { Intake } from './receive.ts';
import { idAt, isAfter, timeOf } from './snowflake.ts';

const ATTEMPTS = 3;

/**
 * Reads what was written while nobody listened, and takes it as if it came now: in the channels whose latest message
 * is newer than what was seen last, and in direct channels. Bounded (limits.ts); what was taken before is known.
 *
 * @param seen the latest message that was seen before; null: it is the first start, and nothing was missed
 */
export async function catchUp(
  shard: number,
  seen: string | null,
  intake: Pick<Intake, 'takeLate'>,
  directs: Pick<Directs, 'all'>,
  parts: DiscordParts,
): Promise<void> {
  if (seen === null) return;
  const since = idAt(Math.max(timeOf(seen) - CATCH_UP.marginMs, parts.now() - CATCH_UP.ageMs));
  const active = latestFirst(parts.places.ofShard(shard), since).slice(0, CATCH_UP.channels);
  // Direct messages come to the first shard alone.
  const direct = shard === 0 ? await directs.all() : [];
  for (const { guild, id } of [...active, ...direct.map((id) => ({ guild: null, id }))]) {
    for (const message of await messagesAfter(id, since, parts)) {
      const posted = readMessage(message, parts.self, guild);
      if (posted !== null) await intake.takeLate(posted);
    }
  }
}

/** The channels that something was written in since. */
export function latestFirst(channels: readonly Channel[], since: string): Channel[] {
  const latest = ({ lastMessage }: Channel) => lastMessage ?? '0';
  return channels
    .filter((channel) => isAfter(latest(channel), since))
    .toSorted((one, other) => (isAfter(latest(one), latest(other)) ? -1 : 1));
}

/** Oldest first; none where the bot may not read. */
async function messagesAfter(channel: string, after: string, { rest, switchboard }: DiscordParts) {
  const query = new URLSearchParams({ after, limit: String(CATCH_UP.messages) });
  for (let attempt = 1; ; attempt++) {
    try {
      return records(await rest.get(`/channels/${channel}/messages`, { query })).toReversed();
    } catch (error) {
      const failure = error instanceof SendError ? error.failure : 'unknown';
      if (failure === 'refused' || failure === 'gone') return [];
      if (attempt === ATTEMPTS) {
        switchboard.log.warn({ reason: failure }, 'discord: a channel could not be caught up with');
        return [];
      }
      await delay((error instanceof SendError ? error.retryAfterMs : null) ?? 1_000 * attempt, undefined, {
        ref: false,
      });
    }
  }
}
