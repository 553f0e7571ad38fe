import type { Message } from '../conversation/types.ts';
import type { Switchboard } from '../switchboard.ts';
import type { Answers } from './answers.ts';
import type { Inbox } from './inbox.ts';
import { createLiveTurns } from './live-turns.ts';
import type { PlatformPort } from './platform-port.ts';
import { createPresenter } from './presenter.ts';
import type { PresenterParts } from './presenter-parts.ts';
import { createServe, type Stand } from './serve.ts';

export interface DeliveryParts extends PresenterParts {
  readonly inbox: Inbox;
}

/** From the inbox to the platforms. */
export interface Delivery {
  readonly answers: Answers;
  /** Begins to answer what is in the inbox, first what an earlier process left behind. Once per process. */
  start(ports: readonly PlatformPort[], ask: Switchboard['ask']): void;
}

export function createDelivery(parts: DeliveryParts): Delivery {
  const { inbox, log, outbox } = parts;
  const live = createLiveTurns();
  const stands = new Map<Message['platform'], Stand>();
  /** Deleting a reply is tried until the port gives up; nothing else ends it. */
  const never = new AbortController().signal;

  /** Ends the turns; their replies are then left as they stand. */
  async function endQuietly(messageId: string, except: string | null): Promise<boolean> {
    const turns = live.of(messageId).filter((turn) => turn.messageId !== except);
    for (const turn of turns) {
      turn.leave.abort();
      await inbox.cancel(turn.messageId);
    }
    await Promise.all(turns.map(({ running }) => running));
    for (const turn of turns) live.drop(turn.messageId);
    return turns.length > 0;
  }

  const answers: Answers = {
    async accept(message) {
      const isNew = await inbox.accept(message);
      if (!isNew) return false;
      live.add(message);
      // Not awaited: the platform waits for its acknowledgement, and the inbox keeps the order anyway.
      if (message.replaces !== undefined) {
        endQuietly(message.replaces, message.id).catch((error: unknown) =>
          log.error({ err: error, message: message.id }, 'an earlier turn could not be ended'),
        );
      }
      return true;
    },
    async stop(messageId) {
      const ids = new Set([messageId, ...live.of(messageId).map((turn) => turn.messageId)]);
      let isStopped = false;
      for (const id of ids) {
        if (!(await inbox.cancel(id))) continue;
        isStopped = true;
        // One that runs is dropped when its handler has ended.
        const turn = live.of(id).find((each) => each.messageId === id);
        if (turn?.running === null) live.drop(id);
      }
      return isStopped;
    },
    async remove(messageId) {
      const hadTurn = await endQuietly(messageId, null);
      const wasWaiting = await inbox.cancel(messageId);
      const record = await outbox.find(messageId);
      if (record === null) return hadTurn || wasWaiting;
      await stands.get(record.platform)?.presenter.remove(record.messageId, never);
      return true;
    },
    live: (conversation, authorId) =>
      live
        .in(conversation)
        .filter((turn) => authorId === undefined || turn.authorId === authorId)
        .map((turn) => ({ messageId: turn.messageId, conversation, authorId: turn.authorId })),
    of: outbox.find,
    byRef: outbox.findByRef,
  };

  return {
    answers,
    start(ports, ask) {
      for (const port of ports) {
        stands.set(port.platform, { port, presenter: createPresenter(port, parts) });
      }
      inbox.start(createServe({ ask, stands, live, log }));
    },
  };
}
