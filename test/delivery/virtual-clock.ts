import type { Clock } from '../../src/delivery/clock.ts';

const MAX_WAITS = 5_000;

/** Time that passes only when nothing else is left to do. */
export class VirtualClock implements Clock {
  #now = 1_000_000;
  #order = 0;
  readonly #sleepers = new Set<{ readonly at: number; readonly order: number; readonly wake: () => void }>();

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (signal?.aborted) return Promise.resolve();
    const sleeper = { at: this.#now + Math.max(0, ms), order: this.#order++, wake: resolve };
    this.#sleepers.add(sleeper);
    const onAbort = () => {
      this.#sleepers.delete(sleeper);
      resolve();
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    return promise;
  }

  /** Lets time pass until `work` has settled. Throws when it waits for something that never comes. */
  async run<T>(work: Promise<T>): Promise<T> {
    const settled = { yes: false };
    const mark = () => {
      settled.yes = true;
    };
    work.then(mark, mark);
    for (let waits = 0; waits < MAX_WAITS; waits++) {
      // All that can go on without time passing is done before the next check phase of the event loop.
      await new Promise(setImmediate);
      if (settled.yes) return work;
      this.#advance();
    }
    throw new Error('it goes in circles');
  }

  #advance(): void {
    const [next] = [...this.#sleepers].toSorted((a, b) => a.at - b.at || a.order - b.order);
    if (next === undefined) throw new Error('it waits, and nothing will wake it');
    this.#sleepers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.wake();
  }
}
