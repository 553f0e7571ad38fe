import { Worker } from 'node:worker_threads';

/** What the thread is asked. */
export interface ThreadAsk<Ask> {
  readonly id: number;
  readonly ask: Ask;
}

/** What it answers; `error` names what was thrown. First of all it says once that it is ready. */
export type ThreadReply<Answer> =
  | { readonly ready: true }
  | { readonly id: number; readonly answer: Answer }
  | { readonly id: number; readonly error: string };

/** Work that would hold the event loop for too long, or for ever. */
export interface CheckThread<Ask, Answer> {
  /**
   * `unknown` when the signal ended the wait, or the work failed. Never throws. What keeps the thread busy when the
   * signal comes costs the thread, not the program.
   */
  run(ask: Ask, signal: AbortSignal): Promise<{ readonly answer: Answer } | 'unknown'>;
}

export interface ThreadOptions {
  /** A module that calls `serveThread`. */
  readonly file: URL;
  /** How long one job may take, in ms, from when the thread has loaded: on a busy machine that alone takes seconds. */
  readonly jobMs: number;
  /** After so many jobs a new thread takes over; absent = never. */
  readonly jobsMax?: number;
  readonly heapMb: number;
}

type Settled<Answer> = Exclude<ThreadReply<Answer>, { readonly ready: true }>;

interface Job<Answer> {
  /** Its time begins. */
  readonly begin: () => void;
  readonly settle: (reply: Settled<Answer>) => void;
}

/** A thread that starts with the first job; an idle one does not keep the process alive. */
export function createCheckThread<Ask, Answer>({
  file,
  heapMb,
  jobMs,
  jobsMax = Number.POSITIVE_INFINITY,
}: ThreadOptions): CheckThread<Ask, Answer> {
  let thread: Worker | undefined;
  let served = 0;
  let lastId = 0;
  let isReady = false;
  const jobs = new Map<number, Job<Answer>>();

  function running(): Worker {
    if (thread !== undefined && served >= jobsMax && jobs.size === 0) retire(thread);
    served++;
    thread ??= start();
    return thread;
  }

  function start(): Worker {
    const worker = new Worker(file, {
      // Nothing of the program's environment or flags is of use to a check.
      env: {},
      execArgv: [],
      // Kept from the program's own, and not read: a stream that is read keeps the process alive.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: heapMb },
    });
    worker.on('message', (reply: ThreadReply<Answer>) => {
      if (!('ready' in reply)) jobs.get(reply.id)?.settle(reply);
      else if (worker === thread) {
        isReady = true;
        for (const { begin } of jobs.values()) begin();
      }
    });
    worker.on('error', () => retire(worker));
    return worker;
  }

  /** What waits for this thread is unknown then: whose work it was that took so long cannot be told. */
  function retire(worker: Worker): void {
    if (worker !== thread) return;
    thread = undefined;
    served = 0;
    isReady = false;
    for (const [id, { settle }] of [...jobs]) settle({ id, error: 'the thread ended' });
    void worker.terminate();
  }

  return {
    run(ask, signal) {
      if (signal.aborted) return Promise.resolve('unknown');
      return new Promise((resolve) => {
        const id = ++lastId;
        const worker = running();
        let timer: NodeJS.Timeout | undefined;
        const settle = (reply: Settled<Answer>) => {
          jobs.delete(id);
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          if (jobs.size === 0) thread?.unref();
          resolve('error' in reply ? 'unknown' : { answer: reply.answer });
        };
        const onAbort = () => {
          retire(worker);
          settle({ id, error: 'aborted' });
        };
        const begin = () => {
          timer = setTimeout(onAbort, jobMs);
        };
        jobs.set(id, { begin, settle });
        if (isReady) begin();
        signal.addEventListener('abort', onAbort, { once: true });
        worker.ref();
        worker.postMessage({ id, ask } satisfies ThreadAsk<Ask>);
      });
    },
  };
}
