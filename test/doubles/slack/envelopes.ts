import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
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

/**
 * Sends an envelope on its way, as soon as there is one. What it resolves to holds a promise that resolves when the
 * app can no longer acknowledge.
 */
export type Send = (envelope: object) => Promise<{ readonly lost: Promise<void> }>;

const LATE = Symbol('late');
const LOST = Symbol('lost');

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
  async deliver(outgoing: Outgoing, send: Send): Promise<Acknowledged> {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; ) {
      const { payload, afterMs } = await this.#attempt(outgoing, attempt, send);
      if (this.#closed.signal.aborted) return { payload: null, afterMs: 0 };
      // Whoever had it is dead or has hung up: nobody was late.
      if (payload === LOST) continue;
      if (payload !== LATE) {
        this.acks.push(afterMs);
        return { payload, afterMs };
      }
      this.late++;
      attempt++;
      // Only events are sent again; a person has to press or type again by himself.
      if (outgoing.type !== 'events_api' || !this.#behaviour().redeliver) break;
    }
    throw new Error(`${outgoing.type} was never acknowledged`);
  }

  async #attempt(outgoing: Outgoing, attempt: number, send: Send): Promise<Acknowledged> {
    const id = randomUUID();
    const again = attempt === 0 ? {} : { retry_attempt: attempt, retry_reason: 'timeout' };
    const answer = new Promise<unknown>((resolve) => this.#pending.set(id, resolve));
    const { lost } = await send({ envelope_id: id, ...outgoing, accepts_response_payload: true, ...again });
    const sent = performance.now();
    const done = new AbortController();
    const signal = AbortSignal.any([this.#closed.signal, done.signal]);
    const late = delay(this.#behaviour().ackTimeoutMs, LATE, { ref: false, signal }).catch(() => LOST);
    const payload = await Promise.race([answer, lost.then(() => LOST), late]);
    done.abort();
    this.#pending.delete(id);
    return { payload, afterMs: performance.now() - sent };
  }

  close(): void {
    this.#closed.abort();
  }
}
