import type {
  Check,
  ErrorBody,
  ExpertName,
  Message,
  Platform,
  Receipt,
  Route,
} from '../conversation/types.ts';
import type { Intent } from './outbox.ts';

/** How an answer stands. `text` is not in it: the renderer was given that as it came. */
export interface AnswerView {
  /** `waiting`: no text yet. `stopped`: somebody stopped it; what was written stays. All but the first two are final. */
  readonly phase: 'waiting' | 'writing' | 'done' | 'stopped' | 'failed';
  readonly route: Route | null;
  /** Turns before it; null when it does not queue. */
  readonly position: number | null;
  /** Those of a plan that have begun, in order of their index. */
  readonly steps: readonly {
    readonly index: number;
    readonly expert: ExpertName;
    readonly state: 'running' | 'done' | 'failed';
  }[];
  /** How many steps there are in all, also those that have not begun; 0 where nobody has said. */
  readonly planned: number;
  readonly checks: readonly Check[];
  /** From `done` on; null for an answer that was stopped before it had one. */
  readonly receipt: Receipt | null;
  /** In phase `failed`. */
  readonly error: ErrorBody['error'] | null;
}

/** One platform message's worth of an answer, rendered in the platform's dialect and within its limits. */
export interface Part {
  /** Parts with the same key look the same, so no call is made. Its JSON does, or a hash where bytes are in it. */
  readonly key: string;
  /** `text`, `file`, `picture`, …: a part takes the place of an earlier one of its own kind only, others are deleted and posted anew. */
  readonly kind: string;
  /** False: it cannot be edited (an upload). It is posted once `settled`. */
  readonly editable: boolean;
  /** Nothing that is still to come changes it. All parts but the last should be, and all are in the final form. */
  readonly settled: boolean;
}

/** Renders one growing answer. Made once per turn; each call's work is in proportion to what is new. */
export interface Renderer<P extends Part> {
  append(delta: string): void;
  /** The whole text anew, after a repair. */
  replace(text: string): void;
  /**
   * All parts as they should stand now; none when nothing is to be seen yet. Earlier parts stay as they are while
   * the text grows. In a final phase it holds the whole answer, receipt line and buttons with it, and may wait (for
   * pictures); before, it should answer at once.
   */
  render(view: AnswerView): readonly P[] | Promise<readonly P[]>;
  /** What it gave last no longer holds, as when the platform took less than was thought: it is asked again. */
  stale?(): boolean;
}

/** What of a message tells where its answer is. */
export type Addressee = Pick<Message, 'id' | 'platform' | 'conversation' | 'author' | 'origin'>;

/**
 * What a platform can do. Each call is one attempt: no retries and no queues inside, errors as `SendError`, ended
 * by the signal. At most one is in flight per answer. `ref` is what `post` gave: the platform's message id in the
 * adapter's own writing.
 */
export interface PlatformPort<P extends Part = Part> {
  readonly platform: Platform;
  limits(to: Addressee): PresenterLimits;
  /**
   * Fetches what was left out when the message was accepted (names, files), before it is asked. Bounded retries of its
   * own.
   * @throws SwitchboardError with words for the person (a file too large), shown in place of an answer
   */
  prepare?(message: Message, signal: AbortSignal): Promise<Message>;
  renderer(message: Message): Renderer<P>;
  /** Posts one part, resolves to its ref. Should mark the message with `intent.id` where the platform can. */
  post(to: Addressee, part: P, intent: Intent, signal: AbortSignal): Promise<string>;
  /** Makes the message look like `part`; “not modified” is success. */
  edit(to: Addressee, ref: string, part: P, signal: AbortSignal): Promise<void>;
  /** Removes the message; one that is gone already is success. */
  delete(to: Addressee, ref: string, signal: AbortSignal): Promise<void>;
  /**
   * The ref of the message that was sent for an intent whose outcome is unknown, null when there is none. Absent
   * where the platform can neither be read back nor takes nonces: an answer can then be doubled, and that is
   * counted. Asked before an intent is sent again.
   */
  findSent?(to: Addressee, intent: Intent, signal: AbortSignal): Promise<string | null>;
  /** Native streaming, where the platform has it. */
  readonly stream?: StreamPort<P>;
  /** Previews of what is not posted yet, where the platform has them. */
  readonly preview?: PreviewPort<P>;
  /**
   * Shows that something is going on (typing, a status line). Called until there is something to show: at the start,
   * when phase, position or steps change, and every `limits.statusEveryMs`; and once with a final phase when all is
   * shown. Its failure means nothing. Not paced; aborted when something better can be sent.
   */
  status?(to: Addressee, view: AnswerView, signal: AbortSignal): Promise<void>;
}

/**
 * A message that grows by appending. Parts that cannot go this way (the text was replaced, the stream was lost)
 * are edited with `PlatformPort.edit`.
 */
export interface StreamPort<P extends Part> {
  /** Whether this part may be begun as a stream now; false from then on where the platform has refused streaming. */
  offered(to: Addressee, part: P): boolean;
  /** Begins a stream that shows `part`; resolves to its ref. A `stream_lost` here means: post it instead. */
  start(to: Addressee, part: P, intent: Intent, signal: AbortSignal): Promise<string>;
  /** Whether what was shown leads to `next` by appending alone. Pure. */
  canAppend(shown: P, next: P): boolean;
  /** Appends what `next` has more than `shown`. Not repeated unless it was certainly not carried out. */
  append(to: Addressee, ref: string, shown: P, next: P, signal: AbortSignal): Promise<void>;
  /** Ends the stream with the part's settled form, whatever was shown (blocks, buttons). */
  stop(to: Addressee, ref: string, shown: P, settled: P, signal: AbortSignal): Promise<void>;
  /** Ends a stream that cannot go on or that an earlier process left open; an edit follows. One that is not open is `stream_lost`. */
  abandon(to: Addressee, ref: string, signal: AbortSignal): Promise<void>;
}

/**
 * A passing view of the part that still grows, in place of a message that is posted and edited. Nothing of it stays:
 * the part is posted once it is settled. It has a pace of its own.
 */
export interface PreviewPort<P extends Part> {
  /** Whether this part may be previewed now; false from then on where the platform has refused it. */
  offered(to: Addressee, part: P): boolean;
  /** Shows the part as it stands. One attempt, like the calls of `PlatformPort`. */
  show(to: Addressee, part: P, signal: AbortSignal): Promise<void>;
  /** Least time between the starts of two of them in one scope, in milliseconds. */
  readonly everyMs: number;
  /** Shown again after so long without a change, since it fades; in milliseconds. */
  readonly renewMs: number;
}

/** The pace of one answer. All in milliseconds; each with its source in the adapter's limits.ts. */
export interface PresenterLimits {
  /** Answers with the same scope share the pace: the channel, say. */
  readonly scope: string;
  /** Least time between the starts of two calls when the second is a post (or begins a stream). */
  readonly postEveryMs: number;
  /** … when the second is an edit or a deletion. */
  readonly editEveryMs: number;
  /** … when the second is the first edit of an answer. Absent: `editEveryMs`. */
  readonly firstEditEveryMs?: number;
  /** … when the second appends to a stream or ends it. */
  readonly appendEveryMs: number;
  /** An answer that is complete this long after there was first something to show is posted once, in its final form. */
  readonly holdMs: number;
  /** How often `status` is renewed. */
  readonly statusEveryMs: number;
  /** A call that takes longer has failed as `unknown`. */
  readonly callTimeoutMs: number;
  /** How long a final form is tried before the turn is put back into the inbox. */
  readonly giveUpAfterMs: number;
}
