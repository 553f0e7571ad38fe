import type { ConversationKey, Message, Platform } from '../conversation/types.ts';
import type { AnswerRecord } from './outbox.ts';

/** A turn of a platform that waits or runs in this process. */
export interface LiveAnswer {
  readonly messageId: string;
  readonly conversation: ConversationKey;
  readonly authorId: string;
}

/**
 * The answers to messages that came through the inbox, for what people do with them: stop, edit, delete, press a
 * button. Adapters hand their messages in here, not to the inbox, so that a waiting one is found, too.
 */
export interface Answers {
  /**
   * Stores the message durably before it resolves. False: its id was accepted before. With `replaces`, the earlier
   * message's turn ends, and its reply is rewritten by this one.
   */
  accept(message: Message): Promise<boolean>;
  /**
   * Ends the turn of a message, or of the one that took its place: what was written stays, marked as stopped. False
   * when it neither runs nor waits.
   */
  stop(messageId: string): Promise<boolean>;
  /**
   * The message was deleted: ends its turn and deletes the reply, and resolves when that is done. False when there was
   * neither. The context is not touched (`Switchboard.removeTurn`).
   *
   * @throws SendError when the platform could not be reached in time
   */
  remove(messageId: string): Promise<boolean>;
  /** What waits or runs in a conversation, oldest first. `/stop` means the person's own latest. */
  live(conversation: ConversationKey, authorId?: string): readonly LiveAnswer[];
  /** The answer to a message (its id, or its turn's); null when nothing was sent. */
  of(id: string): Promise<AnswerRecord | null>;
  /** The answer that a platform message is part of. */
  byRef(platform: Platform, ref: string): Promise<AnswerRecord | null>;
}
