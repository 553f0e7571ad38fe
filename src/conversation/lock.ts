import type { ConversationKey } from './types.ts';

/** Gives the lock back; calling it again does nothing. */
export type Release = () => void;

export interface Locks {
  /** Runs `job` while holding the conversation. Rejects with the signal's reason when it gives up waiting. */
  run<T>(key: ConversationKey, signal: AbortSignal, job: () => Promise<T>): Promise<T>;
  /** Waits for the conversation, first come first served; for callers that hold it in `try`/`finally`. */
  acquire(key: ConversationKey, signal: AbortSignal): Promise<Release>;
  /** How many hold or wait for the conversation. */
  ahead(key: ConversationKey): number;
  /** Resolves once no conversation is held. */
  idle(): Promise<void>;
  /** Conversations that are held now. */
  readonly size: number;
}

/**
 * One turn at a time per conversation, within this process. Aborting leaves the queue, it never takes a lock
 * away from its holder. A conversation that nobody holds has no entry.
 *
 * @example const release = await locks.acquire(key, signal); try { … } finally { release(); }
 */
export function createLocks(): Locks {
  /** Per held conversation the callers that wait, oldest first. */
  const held = new Map<ConversationKey, Set<() => void>>();
  let whenIdle: PromiseWithResolvers<void> | null = null;

  function releaseOnce(key: ConversationKey): Release {
    let released = false;
    return () => {
      if (released) return;
      released = true;
      const waiting = held.get(key);
      const [next] = waiting ?? [];
      if (next !== undefined) return next();
      held.delete(key);
      if (held.size > 0) return;
      whenIdle?.resolve();
      whenIdle = null;
    };
  }

  function enqueue(waiting: Set<() => void>, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.delete(grant);
        reject(signal.reason);
      };
      const grant = () => {
        waiting.delete(grant);
        signal.removeEventListener('abort', leave);
        resolve();
      };
      waiting.add(grant);
      signal.addEventListener('abort', leave, { once: true });
    });
  }

  async function acquire(key: ConversationKey, signal: AbortSignal): Promise<Release> {
    signal.throwIfAborted();
    const waiting = held.get(key);
    if (waiting === undefined) held.set(key, new Set());
    else await enqueue(waiting, signal);
    return releaseOnce(key);
  }

  return {
    acquire,
    async run(key, signal, job) {
      const release = await acquire(key, signal);
      try {
        return await job();
      } finally {
        release();
      }
    },
    ahead(key) {
      const waiting = held.get(key);
      return waiting === undefined ? 0 : 1 + waiting.size;
    },
    async idle() {
      if (held.size === 0) return;
      whenIdle ??= Promise.withResolvers();
      await whenIdle.promise;
    },
    get size() {
      return held.size;
    },
  };
}
