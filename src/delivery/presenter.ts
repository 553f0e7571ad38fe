import type { AnswerEvent, Message } from '../conversation/types.ts';
import type { Part, PlatformPort } from './platform-port.ts';
import type { PresenterParts } from './presenter-parts.ts';

/**
 * Shows growing answers on one platform: at most one call in flight per answer, always the newest text, never
 * faster than the platform's limits. Final text is delivered whole and waits for nothing but a pace that calls
 * have earned. What it has sent is in the outbox, so a later run of the same message edits it.
 */
export interface Presenter {
  /**
   * Shows the events of one turn until they end. Resolves once the final form stands, or the platform refuses it
   * for good; at once, leaving the reply as it is, when `signal` aborts.
   *
   * @throws SendError when the final form could not be delivered in time: run the message again
   */
  present(message: Message, events: AsyncIterable<AnswerEvent>, signal: AbortSignal): Promise<void>;
  /** Deletes the reply to a message; resolves when there is none. */
  remove(message: Pick<Message, 'id'>, signal: AbortSignal): Promise<void>;
}

export function createPresenter<P extends Part>(port: PlatformPort<P>, parts: PresenterParts): Presenter {
  throw new Error(`not written yet: ${port.platform}${Object.keys(parts)}`);
}
