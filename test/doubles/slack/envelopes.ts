import { randomUUID } from 'node:crypto';
import type { Behaviour } from './behaviour.ts';

/** What is to be delivered to the app. */
export interface Outgoing {
  readonly type: 'events_api' | 'slash_commands' | 'interactive';
  readonly payload: unknown;
}

export interface Acknowledged {
  /** What the acknowledgement carried: a message, the errors of a modal, or nothing. */
  readonly payload: unknown;
  /** Milliseconds from the first delivery. */
  readonly afterMs: number;
}

/** How many deliveries, the first included: Slack tries again three times. */
const ATTEMPTS_MAX = 4;

/** Keeps the rule that everything is acknowledged in time, whichever way it is delivered. */
export class Envelopes {
  readonly #behaviour: () => Behaviour;
  readonly #pending = new Map<string, (payload: unknown) => void>();
  readonly #closed = new AbortController();
  /** Deliveries that were not acknowledged in time. */
  late = 0;
  /** How long each acknowledgement took, in milliseconds, oldest first. */
  readonly acks: number[] = [];

  constructor(behaviour: () => Behaviour) {
    this.#behaviour = behaviour;
  }

  acknowledge(id: string, payload: unknown): void {
    this.#pending.get(id)?.(payload);
    this.#pending.delete(id);
  }

  /** Delivers until it is acknowledged; rejects when Slack would give up. */
  async deliver(outgoing: Outgoing, send: (envelope: object) => Promise<void>): Promise<Acknowledged> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
      const id = randomUUID();
      const again = attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: 'timeout' };
      const envelope = { envelope_id: id, ...outgoing, accepts_response_payload: true, ...again };
      const answer = new Promise<unknown>((resolve) => this.#pending.set(id, resolve));
      await send(envelope);
      const sent = performance.now();
      const late = Symbol('late');
      const payload = await Promise.race([answer, this.#timeout(late)]);
      if (this.#closed.signal.aborted) return { payload: null, afterMs: 0 };
      if (payload !== late) {
        const afterMs = performance.now() - sent;
        this.acks.push(afterMs);
        return { payload, afterMs };
      }
      this.late++;
      // Only events are sent again; a person has to press or type again by himself.
      if (outgoing.type !== 'events_api' || !this.#behaviour().redeliver) break;
    }
    throw new Error(`${outgoing.type} was never acknowledged`);
  }

  #timeout<T>(value: T): Promise<T> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(value), this.#behaviour().ackTimeoutMs);
      timer.unref();
      this.#closed.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve(value);
      });
    });
  }

  close(): void {
    this.#closed.abort();
  }
}
