import type { Keyv } from 'keyv';

/** Atomic operations, for what must be counted or claimed exactly once. Times in milliseconds. */
export interface Ledger {
  /** Stores the value unless the key exists; true when stored. */
  putIfAbsent(key: string, value: string, ttlMs?: number): Promise<boolean>;
  get(key: string): Promise<string | null>;
  put(key: string, value: string, ttlMs?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Adds and returns the sum; the first increment of a key starts its life of `ttlMs`. */
  increment(key: string, by: number, ttlMs: number): Promise<number>;
  /** Takes or renews a claim; true when `owner` holds it now. */
  lease(key: string, owner: string, ttlMs: number): Promise<boolean>;
  release(key: string, owner: string): Promise<void>;
}

export interface Stores {
  /** For the start-up line: where things are kept, credentials left out. */
  readonly description: string;
  /** Contexts, settings, cached answers: one Keyv per namespace over the same database. */
  cache(namespace: string): Keyv;
  readonly ledger: Ledger;
  close(): Promise<void>;
}
