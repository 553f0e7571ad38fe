import { createOnce } from '../../../src/delivery/once.ts';
import type { SlackParts } from '../parts.ts';
import type { Intake } from '../transport/store-first.ts';
import { takeDeleted, takeEdited, takeStopped } from './changed.ts';
import { readEvent } from './events.ts';
import { messageId } from './origin.ts';
import { takePosted } from './posted.ts';

/** What people do in Slack, as messages in the inbox. Resolves once it is stored; throws when it could not be. */
export function createIntake(parts: SlackParts): Intake {
  const once = createOnce();
  const { log } = parts.switchboard;

  return async (body) => {
    const incoming = readEvent(body, parts.self);
    switch (incoming?.kind) {
      case undefined:
        return;
      case 'posted':
        // A mention comes as two events of the same message, and either may come again.
        return once(messageId(incoming.posted.channel, incoming.posted.ts), () =>
          takePosted(incoming.posted, parts),
        );
      case 'edited':
        return once(`${messageId(incoming.posted.channel, incoming.posted.ts)}:e${incoming.version}`, () =>
          takeEdited(incoming, parts),
        );
      case 'deleted':
        // The reply is removed over the network, for which an acknowledgement does not wait.
        void takeDeleted(incoming, parts).catch((error: unknown) =>
          log.error({ err: error }, 'slack: a deleted message could not be taken back'),
        );
        return;
      case 'stopped':
        return takeStopped(incoming, body.event, parts);
      default:
        incoming satisfies never;
    }
  };
}
