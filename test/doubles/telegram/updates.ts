import type { Json } from './call.ts';

/** One update on its way to the bot. */
export interface Update extends Json {
  readonly update_id: number;
}

interface Pending {
  readonly update: Update;
  /** Updates of one lane are posted one after another: a chat's, or a person's presses [S]. */
  readonly lane: string;
  /** True: it was confirmed before, and comes again all the same. */
  readonly again: boolean;
  given: boolean;
  readonly confirmed: () => void;
}

/** What is sent only where it is asked for by name. */
const NOT_BY_DEFAULT = new Set(['chat_member', 'message_reaction', 'message_reaction_count']);

/** The bot's queue: updates wait here until they are confirmed, whichever way they are delivered. */
export class Updates {
  readonly #pending: Pending[] = [];
  readonly #listeners = new Set<() => void>();
  /** Starts high, so that nobody takes it for a small counter. */
  #lastId = 583_000_000;
  #closed = false;
  /** What the bot has asked for last; empty: all but a few. */
  allowed: readonly string[] = [];

  /** Queues an update; resolves when the bot has confirmed it, and at once when it did not ask for such. */
  push(
    type: string,
    content: Json,
    lane: string,
  ): { readonly update: Update; readonly confirmed: Promise<void> } {
    this.#lastId++;
    const update = { update_id: this.#lastId, [type]: content };
    return { update, confirmed: this.#queue(update, lane, false) };
  }

  /** Sends the very same update once more, as after a confirmation that got lost. */
  repeat(update: Update, lane: string): Promise<void> {
    return this.#queue(update, lane, true);
  }

  #queue(update: Update, lane: string, again: boolean): Promise<void> {
    const type = Object.keys(update).find((name) => name !== 'update_id') ?? '';
    if (!this.#wanted(type) || this.#closed) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pending.push({ update, lane, again, given: false, confirmed: resolve });
    for (const listener of this.#listeners) listener();
    return promise;
  }

  #wanted(type: string): boolean {
    return this.allowed.length === 0 ? !NOT_BY_DEFAULT.has(type) : this.allowed.includes(type);
  }

  /** Called whenever something is queued. Returns how to stop it. */
  onPush(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Forgets everything under `offset`; a negative one keeps that many from the end. */
  confirmUnder(offset: number): void {
    const least = offset < 0 ? (this.#pending.at(offset)?.update.update_id ?? 0) : offset;
    for (const pending of [...this.#pending]) {
      const { update_id: id } = pending.update;
      if (id < least && (!pending.again || pending.given)) this.confirm(id);
    }
  }

  confirm(id: number): void {
    const at = this.#pending.findIndex(({ update }) => update.update_id === id);
    if (at < 0) return;
    const [pending] = this.#pending.splice(at, 1);
    pending?.confirmed();
  }

  /** The oldest of what waits, at most `limit`. */
  take(limit: number): Update[] {
    const inOrder = this.#pending.toSorted((one, other) => one.update.update_id - other.update.update_id);
    const taken = inOrder.slice(0, limit);
    for (const pending of taken) pending.given = true;
    return taken.map(({ update }) => update);
  }

  /** The first that waits in each lane. */
  heads(): { readonly update: Update; readonly lane: string }[] {
    const lanes = new Map<string, Pending>();
    for (const pending of this.#pending) if (!lanes.has(pending.lane)) lanes.set(pending.lane, pending);
    return [...lanes.values()];
  }

  get waiting(): number {
    return this.#pending.length;
  }

  /** Drops all that waits, as `drop_pending_updates` does. */
  drop(): void {
    for (const { confirmed } of this.#pending.splice(0)) confirmed();
  }

  close(): void {
    this.#closed = true;
    this.drop();
  }
}
