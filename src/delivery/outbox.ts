import type { ConversationKey, Message, Platform } from '../conversation/types.ts';

/** What is about to be sent, stored before the call. */
export interface Intent {
  /** Random, 22 characters of base64url: fits a nonce (Discord takes 25) and a metadata field. Kept when the same send is tried again. */
  readonly id: string;
  /** Milliseconds since the epoch, when it was first stored. A message that was sent for it is not older. */
  readonly at: number;
  /** Place of the part in the answer, from 0. */
  readonly index: number;
}

/** One platform message of an answer. */
export interface SentPart {
  readonly intent: Intent;
  /** The platform's own id of the message, as the port wrote it; null: intended, and nobody knows whether it was sent. */
  readonly ref: string | null;
  /** What kind of part it is (`Part.kind`): a text is never edited into a file. */
  readonly kind: string;
  /** Hash of what was posted, for parts that cannot be edited; empty once its deletion has begun. */
  readonly posted: string;
  /** It was begun as a native stream, which may still be open. */
  readonly streamed: boolean;
}

/** Which platform messages carry the answer to one Message. */
export interface AnswerRecord {
  /** `Message.id`. */
  readonly messageId: string;
  /** The turn's id (receipt), once it is known. */
  readonly turnId: string | null;
  readonly platform: Platform;
  readonly conversation: ConversationKey;
  readonly authorId: string;
  /** In the order of the answer. */
  readonly parts: readonly SentPart[];
  /** Whether all of the answer's final form stands on the platform. */
  readonly state: 'open' | 'complete';
  /** What the adapter needs to reach the place again (`Message.origin`). */
  readonly origin: Message['origin'] | null;
}

/**
 * Where it is kept which platform message carries which answer, and how far it has got: edits, buttons and runs
 * after a crash find it. A record is written only by whoever runs the message's turn (the inbox sees to it that
 * this is one). Records are forgotten 90 days after the last change.
 */
export interface Outbox {
  /**
   * By the id of the message, or of its turn; also of a message whose reply was taken over since. Null when nothing
   * was ever sent, or it is forgotten.
   */
  find(id: string): Promise<AnswerRecord | null>;
  /** The answer that a platform message is part of: the way from a button, or a reply, to the turn. */
  findByRef(platform: Platform, ref: string): Promise<AnswerRecord | null>;
  /**
   * Stores a record as it now is. Once it has resolved, a kill does not take it back.
   */
  save(record: AnswerRecord): Promise<void>;
  /**
   * `by` answers in place of `of` (an id as for `find`): the platform messages of `of` become those of `by`, and are
   * rewritten. Does nothing when it was done before. Resolves to the record of `by`; null when there is nothing to
   * take over.
   */
  takeOver(of: string, by: Message): Promise<AnswerRecord | null>;
  /** Forgets it, as after the platform messages were deleted. */
  forget(messageId: string): Promise<void>;
}
