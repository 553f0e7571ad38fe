import type { ServerResponse } from 'node:http';
import type { Behaviour } from './behaviour.ts';
import type { Json } from './call.ts';
import { Refusal } from './errors.ts';
import type { Update, Updates } from './updates.ts';

const OTHER =
  'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running';

interface Poll {
  readonly end: (answer: readonly Update[] | Refusal) => void;
  readonly response: ServerResponse;
}

/** `getUpdates`: one long poll at a time; a second one ends the first with 409. */
export class Polling {
  readonly #updates: Updates;
  readonly #behaviour: () => Behaviour;
  #poll: Poll | null = null;
  #waiters: (() => void)[] = [];
  /** How many polls have come in. */
  polls = 0;
  #conflicts = 0;

  constructor(updates: Updates, behaviour: () => Behaviour) {
    this.#updates = updates;
    this.#behaviour = behaviour;
  }

  /** Answers a call; rejects with what Telegram refuses. */
  async getUpdates(args: Json, response: ServerResponse): Promise<readonly Update[]> {
    const { offset, limit = 100, timeout = 0, allowed_updates: allowed } = args;
    this.polls++;
    this.#poll?.end(new Refusal(409, OTHER));
    if (this.#conflicts > 0) {
      this.#conflicts--;
      throw new Refusal(409, OTHER);
    }
    if (Array.isArray(allowed)) this.#updates.allowed = allowed.map(String);
    if (typeof offset === 'number' && offset !== 0) this.#updates.confirmUnder(offset);
    const ready = this.#updates.take(Number(limit));
    if (ready.length > 0 || Number(timeout) <= 0) return ready;
    return this.#hold(response, Number(limit), Math.min(Number(timeout) * 1_000, this.#behaviour().pollMs));
  }

  async #hold(response: ServerResponse, limit: number, waitMs: number): Promise<readonly Update[]> {
    const { promise, resolve, reject } = Promise.withResolvers<readonly Update[]>();
    const poll: Poll = {
      response,
      end: (answer) => (answer instanceof Refusal ? reject(answer) : resolve(answer)),
    };
    this.#poll = poll;
    const timer = setTimeout(() => poll.end([]), waitMs);
    const unlisten = this.#updates.onPush(() => poll.end(this.#updates.take(limit)));
    response.once('close', () => poll.end([]));
    for (const connected of this.#waiters.splice(0)) connected();
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      unlisten();
      if (this.#poll === poll) this.#poll = null;
    }
  }

  /** Resolves when a long poll is open. */
  connected(): Promise<void> {
    if (this.#poll !== null) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** Breaks the connection of the open poll. */
  cut(): void {
    this.#poll?.response.destroy();
    this.#poll = null;
  }

  /** Ends the open poll, and the next ones so far as there are more, as if another process polled. */
  conflict(times = 1): void {
    const open = this.#poll;
    this.#conflicts += open === null ? times : times - 1;
    open?.end(new Refusal(409, OTHER));
  }

  /** Ends the open poll because a webhook has been set. */
  replaced(): void {
    this.#poll?.end(new Refusal(409, 'Conflict: terminated by setWebhook request'));
  }
}
