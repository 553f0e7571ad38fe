import { createOnce } from '../../../src/delivery/once.ts';
import { takePress } from '../interactions/press.ts';
import { isRecord } from '../json.ts';
import type { TelegramParts } from '../parts.ts';
import { takeEdited, takeStopped } from './changed.ts';
import { readUpdate } from './events.ts';
import { takePosted } from './posted.ts';

/** Stores what an update says, durably, before it resolves. Throws when it could not: Telegram sends it again. */
export type Intake = (update: unknown) => Promise<void>;

/**
 * What people do in Telegram, as messages in the inbox. An update that comes again is known by a recent set of
 * `update_id`s: they are no sequence, after a quiet week they begin anew at random.
 */
export function createIntake(parts: TelegramParts): Intake {
  const once = createOnce();
  return async (update) => {
    if (!isRecord(update)) return;
    const incoming = readUpdate(update);
    if (incoming === null) return;
    await once(String(update.update_id), async () => {
      switch (incoming.kind) {
        case 'posted':
          return takePosted(incoming.posted, parts);
        case 'edited':
          return takeEdited(incoming, parts);
        case 'pressed':
          return takePress(incoming.pressed, parts);
        case 'stopped':
          return takeStopped(incoming, parts);
        default:
          incoming satisfies never;
      }
    });
  };
}
