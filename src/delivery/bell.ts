/** Wakes whoever waits. */
export interface Bell {
  ring(): void;
  /** Resolves at the next ring after this call. */
  next(): Promise<void>;
}

export function createBell(): Bell {
  let waiting = Promise.withResolvers<void>();
  return {
    ring() {
      waiting.resolve();
      waiting = Promise.withResolvers<void>();
    },
    next: () => waiting.promise,
  };
}
