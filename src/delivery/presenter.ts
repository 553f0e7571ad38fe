import type { AnswerEvent, Message } from '../conversation/types.ts';
import { WAITING } from './answer-view.ts';
import { emptyRecord } from './ledger-outbox.ts';
import type { AnswerRecord, Outbox } from './outbox.ts';
import { createPacer } from './pacer.ts';
import type { Addressee, Part, PlatformPort } from './platform-port.ts';
import type { PresenterParts } from './presenter-parts.ts';
import { Showing } from './showing.ts';

/**
 * Shows growing answers on one platform: at most one call in flight per answer, always the newest text, never
 * faster than the platform's limits. Final text is delivered whole and waits for nothing but a pace that calls
 * have earned. What it has sent is in the outbox, so a later run of the same message edits it.
 */
export interface Presenter {
  /**
   * Shows the events of one turn until they end. Resolves once the final form stands, or the platform refuses it
   * for good; after the call in flight, leaving the reply as it is, when `leave` aborts. Nothing is asked for when
   * the final form stands already, as when the process died before it could tell.
   *
   * @throws SendError when the final form could not be delivered in time: run the message again
   */
  present(message: Message, events: AsyncIterable<AnswerEvent>, leave: AbortSignal): Promise<void>;
  /**
   * Deletes the reply to a message (its id, or its turn's); resolves when there is none.
   *
   * @throws SendError when the platform could not be reached in time
   */
  remove(id: string, leave: AbortSignal): Promise<void>;
}

/** The presenter of one platform, for all of its answers. */
export function createPresenter<P extends Part>(port: PlatformPort<P>, parts: PresenterParts): Presenter {
  const { outbox } = parts;
  const pacer = createPacer();
  return {
    async present(message, events, leave) {
      const record = await recordOf(message, outbox);
      if (record.state === 'complete') return;
      const renderer = port.renderer(message);
      const showing = new Showing({ port, parts, pacer, to: message, record, renderer });
      void feed(showing, events);
      if (await showing.run(leave)) await showing.finish(leave);
    },
    async remove(id, leave) {
      const record = await outbox.find(id);
      if (record === null) return;
      const renderer = { render: () => [] };
      const showing = new Showing<P>({ port, parts, pacer, to: addresseeOf(record), record, renderer });
      showing.show({ ...WAITING, phase: 'done' });
      if (await showing.run(leave)) await outbox.forget(record.messageId);
    },
  };
}

async function recordOf(message: Message, outbox: Outbox): Promise<AnswerRecord> {
  const { id, replaces } = message;
  const known = replaces === undefined ? await outbox.find(id) : await outbox.takeOver(replaces, message);
  return known ?? emptyRecord(message);
}

function addresseeOf({ messageId, platform, conversation, authorId, origin }: AnswerRecord): Addressee {
  const author = { id: authorId, name: null };
  return { id: messageId, platform, conversation, author, ...(origin && { origin }) };
}

/** Never rejects: what goes wrong is thrown by `run`. */
async function feed<P extends Part>(showing: Showing<P>, events: AsyncIterable<AnswerEvent>): Promise<void> {
  try {
    for await (const event of events) showing.feed(event);
    showing.end(null);
  } catch (error) {
    showing.end({ error });
  }
}
