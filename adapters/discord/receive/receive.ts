import { setTimeout as delay } from 'node:timers/promises';
import { createOnce } from '../../../src/delivery/once.ts';
import { takeInteraction } from '../interactions/interactions.ts';
import type { DiscordParts } from '../parts.ts';
import { isRecord, stringOf } from '../payload.ts';
import { takeDeleted, takeEdited } from './changed.ts';
import { type Incoming, type Posted, readEvent } from './events.ts';
import { messageId } from './origin.ts';
import { takePosted } from './posted.ts';

/** Discord sends nothing again: what could not be stored is tried after these pauses. */
const PAUSES_MS = [500, 2_000, 10_000];

export interface Intake {
  /** Takes a dispatch of the gateway; never throws. Resolves when what it says is stored. */
  take(t: string, d: unknown): Promise<void>;
  /** Takes a message that was read back. */
  takeLate(posted: Posted): Promise<void>;
}

/** What people do in Discord, as messages in the inbox. */
export function createIntake(parts: DiscordParts): Intake {
  const once = createOnce();
  const { log } = parts.switchboard;

  const keep = async (id: string, job: () => Promise<void>): Promise<void> => {
    for (const pauseMs of [...PAUSES_MS, null]) {
      try {
        return await once(id, job);
      } catch (error) {
        log.error({ err: error }, 'discord: something that came could not be stored');
        if (pauseMs !== null) await delay(pauseMs, undefined, { ref: false });
      }
    }
  };

  async function takeIncoming(incoming: Incoming): Promise<void> {
    switch (incoming.kind) {
      case 'posted': {
        const { channel, id } = incoming.posted;
        return keep(messageId(channel, id), () => takePosted(incoming.posted, parts));
      }
      case 'edited': {
        const { channel, id } = incoming.posted;
        return keep(`${messageId(channel, id)}:e${incoming.version}`, () => takeEdited(incoming, parts));
      }
      case 'deleted':
        return keep(`deleted ${incoming.channel} ${incoming.ids.join(' ')}`, () =>
          takeDeleted(incoming, parts),
        );
      default:
        incoming satisfies never;
    }
  }

  return {
    async take(t, d) {
      if (t === 'INTERACTION_CREATE') {
        const id = isRecord(d) ? stringOf(d.id) : null;
        if (!isRecord(d) || id === null) return;
        // A token is good once: nothing of it is tried again.
        await once(`interaction ${id}`, () => takeInteraction(d, parts)).catch((error: unknown) =>
          log.error({ err: error }, 'discord: a command or button failed'),
        );
        return;
      }
      const incoming = readEvent(t, d, parts.self);
      if (incoming !== null) await takeIncoming(incoming);
    },
    takeLate: (posted) => keep(messageId(posted.channel, posted.id), () => takePosted(posted, parts, true)),
  };
}
