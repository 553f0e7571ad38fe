import type { WebStatus } from '../../protocol.ts';
import type { Api } from '../net/api.ts';
import { createStore, type Store } from './store.ts';

const SOON_MS = 1_000;
/** While all is well: an expert may go down or come up. */
const LATER_MS = 30_000;

export interface Reach {
  /** The last one that came; null before the first. */
  readonly status: WebStatus | null;
  readonly reached: boolean;
}

export interface StatusWatch extends Store<Reach> {
  /** Looks again now. */
  look(): Promise<void>;
  /** Resolves once a question can be sent: not while a model is being fetched or loaded. */
  settled(signal: AbortSignal): Promise<void>;
}

/** Watches whether, and which, experts can answer. */
export function watchStatus(api: Api): StatusWatch {
  const store = createStore<Reach>({ status: null, reached: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let looking: Promise<void> | null = null;

  async function fetchOnce(): Promise<void> {
    clearTimeout(timer);
    const status = await api.status().catch(() => null);
    store.set({ status: status ?? store.get().status, reached: status !== null });
    timer = setTimeout(
      look,
      status?.ready && !document.hidden ? LATER_MS : SOON_MS * (status === null ? 3 : 1),
    );
  }

  function look(): Promise<void> {
    looking ??= fetchOnce().finally(() => {
      looking = null;
    });
    return looking;
  }

  addEventListener('online', look);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) look();
  });
  look();
  return {
    ...store,
    look,
    settled: (signal) =>
      new Promise((resolve, reject) => {
        let stop = () => {};
        const end = (settle: () => void) => {
          queueMicrotask(() => stop());
          settle();
        };
        signal.addEventListener('abort', () => end(() => reject(signal.reason)), { once: true });
        stop = store.watch(({ reached, status }) => {
          if (!reached || (status !== null && !isLoading(status))) end(resolve);
        });
      }),
  };
}

/** Where nothing is on its way, a question gets the server's own sentence on what to do. */
export function isLoading(status: WebStatus): boolean {
  return !status.ready && status.loading === true;
}
