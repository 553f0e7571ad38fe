import type { Intent } from '../../src/delivery/outbox.ts';
import { SendError, type SendFailure } from '../../src/delivery/send-error.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** What becomes of one call. */
export interface Fate {
  readonly latencyMs: number;
  /** `lost_after`: carried out, but the caller hears nothing; `lost_before`: neither. */
  readonly outcome: 'ok' | 'rate_limited' | 'not_sent' | 'lost_after' | 'lost_before' | 'hangs' | 'expired';
  readonly retryAfterMs: number | null;
}

export interface Shown {
  readonly ref: string;
  readonly intent: string;
  readonly kind: string;
  text: string;
  isStreaming: boolean;
  isDeleted: boolean;
}

/** One call as the platform saw it. Times of the virtual clock. */
export interface SeenCall {
  readonly name: string;
  readonly process: number;
  /** Id of the message that is answered. */
  readonly answer: string;
  readonly startedAt: number;
  endedAt: number | null;
  failure: SendFailure | null;
  retryAfterMs: number | null;
}

/** A process that can be killed: nothing that it waits for ever comes back. */
export class FakeProcess {
  static #count = 0;
  readonly id = FakeProcess.#count++;
  #stepsLeft: number;
  #isDead = false;
  readonly killed = Promise.withResolvers<void>();
  /** What a kill leaves to the platform: calls that are on their way. */
  onKill: (() => void)[] = [];

  /** @param dieAfter steps that it lives */
  constructor(dieAfter: number) {
    this.#stepsLeft = dieAfter;
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** A point at which it can be killed. Resolves when it goes on, and never when it is dead. */
  step(): Promise<void> {
    if (!this.#isDead && --this.#stepsLeft < 0) this.kill();
    return this.#isDead ? new Promise(() => {}) : Promise.resolve();
  }

  kill(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    for (const finish of this.onKill) finish();
    this.killed.resolve();
  }
}

/** A chat platform in virtual time, with the fates of its calls given; when they are used up, all is well. */
export class FakePlatform {
  readonly messages: Shown[] = [];
  readonly calls: SeenCall[] = [];
  /** What no presenter may do. */
  readonly violations: string[] = [];
  readonly #clock: VirtualClock;
  readonly #fates: Fate[];

  constructor(clock: VirtualClock, fates: readonly Fate[]) {
    this.#clock = clock;
    this.#fates = [...fates];
  }

  visible(): readonly Shown[] {
    return this.messages.filter(({ isDeleted }) => !isDeleted);
  }

  message(ref: string): Shown {
    const found = this.messages.find((message) => message.ref === ref);
    if (found === undefined || found.isDeleted) throw new SendError('gone', 'no such message');
    return found;
  }

  create(intent: Intent, kind: string, text: string, isStreaming: boolean): string {
    const ref = `m${this.messages.length}`;
    this.messages.push({ ref, intent: intent.id, kind, text, isStreaming, isDeleted: false });
    return ref;
  }

  /** Half of the latency before the effect, half behind it; a kill in between leaves the effect to `atKill`. */
  async call<T>(
    process: FakeProcess,
    answer: string,
    name: string,
    signal: AbortSignal,
    effect: () => T,
    atKill: boolean,
  ): Promise<T> {
    if (process.isDead) return new Promise<T>(() => {});
    const fate = this.#fates.shift() ?? { latencyMs: 50, outcome: 'ok', retryAfterMs: null };
    const call: SeenCall = {
      name,
      process: process.id,
      answer,
      startedAt: this.#clock.now(),
      endedAt: null,
      failure: null,
      retryAfterMs: null,
    };
    const open = this.calls.find(
      (other) => other.process === process.id && other.answer === answer && other.endedAt === null,
    );
    if (open !== undefined) this.violations.push(`${name} while ${open.name} is in flight`);
    this.calls.push(call);
    let isEffective = false;
    const takeEffect = () => {
      isEffective = true;
      return effect();
    };
    const finishAtKill = () => {
      if (call.endedAt === null && !isEffective && atKill) {
        try {
          effect();
        } catch {}
      }
      call.endedAt ??= this.#clock.now();
    };
    process.onKill.push(finishAtKill);
    try {
      await process.step();
      await this.#clock.sleep(fate.latencyMs / 2, signal);
      await process.step();
      const result = await this.#decide(fate, signal, takeEffect);
      await process.step();
      await this.#clock.sleep(fate.latencyMs / 2, signal);
      await process.step();
      if (fate.outcome === 'lost_after') throw new Error('connection reset');
      return result;
    } catch (error) {
      call.failure = error instanceof SendError ? error.failure : 'unknown';
      call.retryAfterMs = error instanceof SendError ? error.retryAfterMs : null;
      throw error;
    } finally {
      call.endedAt ??= this.#clock.now();
    }
  }

  async #decide<T>({ outcome, retryAfterMs }: Fate, signal: AbortSignal, effect: () => T): Promise<T> {
    const detail = retryAfterMs === null ? {} : { retryAfterMs };
    switch (outcome) {
      case 'rate_limited':
      case 'not_sent':
        throw new SendError(outcome, 'not now', detail);
      case 'lost_before':
        throw new Error('connection refused, perhaps');
      case 'expired':
        for (const message of this.messages) message.isStreaming = false;
        return effect();
      case 'hangs': {
        effect();
        const { promise, reject } = Promise.withResolvers<T>();
        if (signal.aborted) throw new Error('aborted');
        signal.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
        return promise;
      }
      default:
        return effect();
    }
  }
}
