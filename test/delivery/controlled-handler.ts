import type { Message } from '../../src/conversation/types.ts';
import type { Delivery, Handle } from '../../src/delivery/inbox.ts';

export interface Run extends Delivery {
  readonly message: Message;
  finish(): void;
  fail(error?: Error): void;
}

export interface ControlledHandler {
  readonly handle: Handle;
  /** Every run so far, in the order of their starts. */
  readonly runs: readonly Run[];
  /** Waits for the next run that no earlier call was given. */
  next(): Promise<Run>;
  /** From now on every run finishes at once. */
  release(): void;
}

/** A handler whose runs the test ends one by one. */
export function controlledHandler(): ControlledHandler {
  const runs: Run[] = [];
  const unclaimed: Run[] = [];
  const waiting: ((run: Run) => void)[] = [];
  let isReleased = false;

  return {
    runs,
    handle(message, { attempt, signal }) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const fail = (error = new Error('no answer')) => reject(error);
      const run = { message, attempt, signal, finish: resolve, fail };
      runs.push(run);
      const claim = waiting.shift();
      if (claim === undefined) unclaimed.push(run);
      else claim(run);
      if (isReleased) resolve();
      return promise;
    },
    next() {
      const run = unclaimed.shift();
      return run === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(run);
    },
    release() {
      isReleased = true;
      for (const run of runs) run.finish();
    },
  };
}
