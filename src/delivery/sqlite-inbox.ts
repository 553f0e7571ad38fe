import type { Logger } from 'pino';
import type { Claimant } from '../conversation/lease.ts';
import type { ConversationKey, Message } from '../conversation/types.ts';
import { crashDelayMs, MAX_CRASHES, MAX_FAILURES, retryDelayMs } from './delays.ts';
import { errorPlace } from './error-place.ts';
import type { Handle, Inbox } from './inbox.ts';
import { type InboxTable, openInboxTable, type Taken } from './inbox-table.ts';
import { TurnAborted } from './turn-aborted.ts';

export interface SqliteInboxOptions {
  /** The file, which this process then owns; `:memory:` keeps nothing. */
  readonly path: string;
  readonly log: Pick<Logger, 'warn' | 'error'>;
  /** Turns that run side by side, at most. */
  readonly maxConcurrent?: number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
  /** How long a conversation waits after its message failed for the nth time (ms). */
  readonly retryDelayMs?: (failures: number) => number;
}

const MAX_CONCURRENT = 64;
/** How long aborted handlers may tidy up before `stop` no longer waits for them. */
const TIDY_UP_MS = 1000;
/** How long a conversation rests when the database itself fails. */
const DATABASE_REST_MS = 30_000;

interface Turn extends Omit<Taken, 'message'> {
  readonly abort: AbortController;
}

/**
 * The inbox of one process. All messages wait in the table; in memory are only the conversations that have
 * something to do. They take turns: one whose turn has ended goes to the end of the line.
 *
 * Throws an error that names INBOX_URL or DATA_DIR when the file cannot be used, or another process uses it.
 */
export function openSqliteInbox(options: SqliteInboxOptions): Inbox {
  return new SqliteInbox(options, openInboxTable(options.path, options.now ?? Date.now));
}

class SqliteInbox implements Inbox {
  readonly #log: SqliteInboxOptions['log'];
  readonly #maxConcurrent: number;
  readonly #retryDelayMs: (failures: number) => number;
  readonly #table: InboxTable;
  /** Conversations in line for a turn. */
  readonly #ready = new Set<ConversationKey>();
  readonly #running = new Map<ConversationKey, Turn>();
  /** Conversations whose oldest message (`seq`) waits to be tried again. */
  readonly #resting = new Map<
    ConversationKey,
    { readonly seq: number | null; readonly timer: NodeJS.Timeout }
  >();
  #handle: Handle | null = null;
  #handOutIsDue = false;
  #stopped: Promise<void> | null = null;
  #isClosed = false;
  #whenIdle: (() => void) | null = null;

  readonly claimant: Claimant;

  constructor(options: SqliteInboxOptions, table: InboxTable) {
    this.claimant = table.claimant;
    this.#log = options.log;
    this.#maxConcurrent = options.maxConcurrent ?? MAX_CONCURRENT;
    this.#retryDelayMs = options.retryDelayMs ?? retryDelayMs;
    this.#table = table;
  }

  async accept(message: Message): Promise<boolean> {
    this.#assertOpen();
    const isNew = this.#table.insert(message);
    if (isNew) this.#lineUp(message.conversation);
    return isNew;
  }

  start(handle: Handle): void {
    this.#assertOpen();
    if (this.#handle !== null) throw new Error('the inbox was started before');
    this.#handle = handle;
    for (const { id, conversation } of this.#table.buryCrashed(MAX_CRASHES)) {
      this.#log.error(
        { id, conversation },
        'a message is set aside: the process crashed too often while it ran',
      );
    }
    for (const { conversation, seq, crashes } of this.#table.conversations()) {
      const delayMs = crashDelayMs(crashes, Math.random());
      if (delayMs > 0) this.#rest(conversation, seq, delayMs);
      else this.#lineUp(conversation);
    }
  }

  async cancel(id: string): Promise<boolean> {
    this.#assertOpen();
    const ended = this.#table.cancel(id);
    if (ended === undefined) return false;
    const { seq, conversation } = ended;
    const turn = this.#running.get(conversation);
    if (turn?.seq === seq) turn.abort.abort(new TurnAborted('cancelled'));
    if (this.#resting.get(conversation)?.seq === seq) this.#wake(conversation);
    return true;
  }

  async depth(): Promise<number> {
    this.#assertOpen();
    return this.#table.depth();
  }

  stop(graceMs: number): Promise<void> {
    this.#stopped ??= this.#shutDown(graceMs);
    return this.#stopped;
  }

  async #shutDown(graceMs: number): Promise<void> {
    this.#ready.clear();
    for (const { timer } of this.#resting.values()) clearTimeout(timer);
    await this.#untilIdle(graceMs);
    for (const turn of this.#running.values()) turn.abort.abort(new TurnAborted('stopping'));
    await this.#untilIdle(TIDY_UP_MS);
    try {
      for (const turn of this.#running.values()) this.#table.putBack(turn.seq);
    } finally {
      this.#isClosed = true;
      this.#table.close();
    }
  }

  /** Resolves when nothing runs, at the latest after `timeoutMs`. */
  #untilIdle(timeoutMs: number): Promise<void> {
    if (this.#running.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.#whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #lineUp(conversation: ConversationKey): void {
    if (this.#handle === null || this.#stopped !== null) return;
    if (this.#running.has(conversation) || this.#resting.has(conversation)) return;
    this.#ready.add(conversation);
    this.#handOutSoon();
  }

  /** Not at once: whoever accepted a message should first get to acknowledge it. */
  #handOutSoon(): void {
    if (this.#handOutIsDue) return;
    this.#handOutIsDue = true;
    setImmediate(() => this.#handOut());
  }

  #handOut(): void {
    this.#handOutIsDue = false;
    for (const conversation of this.#ready) {
      if (this.#running.size >= this.#maxConcurrent) return;
      this.#ready.delete(conversation);
      this.#begin(conversation);
    }
  }

  #begin(conversation: ConversationKey): void {
    try {
      const taken = this.#table.take(conversation);
      if (taken === undefined) return;
      const { message, ...row } = taken;
      const turn = { ...row, abort: new AbortController() };
      this.#running.set(conversation, turn);
      void this.#run(conversation, turn, message);
    } catch (error) {
      this.#restFromDatabase(conversation, error);
    }
  }

  async #run(conversation: ConversationKey, turn: Turn, message: string): Promise<void> {
    const failure = await this.#answer(turn, message);
    this.#running.delete(conversation);
    // Aborted, but only after `stop` had ceased to wait for it.
    if (this.#isClosed) return;
    try {
      this.#settle(conversation, turn, failure);
    } catch (error) {
      this.#restFromDatabase(conversation, error);
    }
    this.#lineUp(conversation);
    // Even if this conversation rests now, another may have waited for its place.
    this.#handOutSoon();
    if (this.#running.size === 0) this.#whenIdle?.();
  }

  /** Null, or what the handler threw. */
  async #answer(turn: Turn, message: string): Promise<{ readonly error: unknown } | null> {
    try {
      await this.#handle?.(JSON.parse(message), { attempt: turn.attempts, signal: turn.abort.signal });
      return null;
    } catch (error) {
      return { error };
    }
  }

  #settle(conversation: ConversationKey, turn: Turn, failure: { readonly error: unknown } | null): void {
    const { seq, id } = turn;
    if (turn.abort.signal.aborted) {
      // Stopped, whatever came of it: run again. Cancelled: it has ended, and this changes nothing.
      this.#table.putBack(seq);
      return;
    }
    if (failure === null) {
      this.#table.done(seq);
      return;
    }
    const failures = turn.failures + 1;
    const line = { id, conversation, failures, ...errorPlace(failure.error) };
    if (failures >= MAX_FAILURES) {
      this.#table.bury(seq);
      this.#log.error(line, 'a message is set aside: answering it failed too often');
      return;
    }
    this.#table.failed(seq);
    this.#log.warn(line, 'answering a message failed; it is tried again');
    this.#rest(conversation, seq, this.#retryDelayMs(failures));
  }

  #rest(conversation: ConversationKey, seq: number | null, delayMs: number): void {
    if (this.#stopped !== null) return;
    // Unreferenced: what waits is in the table, so the process may end.
    const timer = setTimeout(() => this.#wake(conversation), delayMs).unref();
    this.#resting.set(conversation, { seq, timer });
  }

  /** A full disk, most likely: nothing is lost, the conversation goes on when it can be written again. */
  #restFromDatabase(conversation: ConversationKey, error: unknown): void {
    this.#log.error({ conversation, err: error }, 'the inbox cannot write to its database; it tries again');
    this.#rest(conversation, null, DATABASE_REST_MS);
  }

  #wake(conversation: ConversationKey): void {
    clearTimeout(this.#resting.get(conversation)?.timer);
    this.#resting.delete(conversation);
    this.#lineUp(conversation);
  }

  #assertOpen(): void {
    if (this.#isClosed) throw new Error('the inbox is stopped');
  }
}
