/** A value that tells when it changes. */
export interface Store<T> {
  get(): T;
  set(next: T): void;
  /** Calls at once and after every change, until the returned function is called. */
  watch(listener: (value: T) => void): () => void;
}

export function createStore<T>(first: T): Store<T> {
  let value = first;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of [...listeners]) listener(value);
    },
    watch(listener) {
      listeners.add(listener);
      listener(value);
      return () => listeners.delete(listener);
    },
  };
}

/** Changes some fields of a store's object. */
export function patch<T extends object>(store: Store<T>, change: Partial<T>): void {
  store.set({ ...store.get(), ...change });
}
