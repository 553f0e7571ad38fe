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
  /**
   * How long one job may take, in ms: neither the loading of the thread counts, which alone takes seconds on a busy
   * machine, nor the wait for earlier jobs.
   */
  readonly jobMs: number;
  /** After so many jobs a new thread takes over; absent = never. */
  readonly jobsMax?: number;
  readonly heapMb: number;
}

interface Job<Ask, Answer> {
  readonly id: number;
  readonly ask: Ask;
  readonly settle: (result: { readonly answer: Answer } | 'unknown') => void;
}

/**
 * A thread that starts with the first job and does one after the other; an idle one does not keep the process alive. A
 * job that takes too long costs nobody but itself: the next one begins in a new thread.
 */
export function createCheckThread<Ask, Answer>({
  file,
  heapMb,
  jobMs,
  jobsMax = Number.POSITIVE_INFINITY,
}: ThreadOptions): CheckThread<Ask, Answer> {
  let thread: Worker | undefined;
  let isReady = false;
  let served = 0;
  let lastId = 0;
  let current: Job<Ask, Answer> | undefined;
  let timer: NodeJS.Timeout | undefined;
  const waiting: Job<Ask, Answer>[] = [];

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
      if (worker !== thread) return;
      if ('ready' in reply) {
        isReady = true;
        startClock();
      } else if (reply.id === current?.id) finish('error' in reply ? 'unknown' : { answer: reply.answer });
    });
    worker.on('error', () => lose(worker));
    worker.on('exit', () => lose(worker));
    return worker;
  }

  function startClock(): void {
    const worker = thread;
    if (worker !== undefined && current !== undefined) timer = setTimeout(() => lose(worker), jobMs);
  }

  function next(): void {
    if (current !== undefined) return;
    current = waiting.shift();
    if (current === undefined) {
      thread?.unref();
      return;
    }
    if (served >= jobsMax) retire();
    thread ??= start();
    served++;
    thread.ref();
    const { ask, id } = current;
    thread.postMessage({ id, ask } satisfies ThreadAsk<Ask>);
    if (isReady) startClock();
  }

  /** Ends the job that runs; it is over also for its thread. */
  function finish(result: { readonly answer: Answer } | 'unknown'): void {
    clearTimeout(timer);
    const done = current;
    current = undefined;
    done?.settle(result);
    next();
  }

  function retire(): void {
    void thread?.terminate();
    thread = undefined;
    isReady = false;
    served = 0;
  }

  function lose(worker: Worker): void {
    if (worker !== thread) return;
    retire();
    finish('unknown');
  }

  return {
    run(ask, signal) {
      if (signal.aborted) return Promise.resolve('unknown');
      return new Promise((resolve) => {
        const onAbort = () => {
          if (current === job && thread !== undefined) return lose(thread);
          waiting.splice(waiting.indexOf(job), 1);
          job.settle('unknown');
        };
        const job: Job<Ask, Answer> = {
          id: ++lastId,
          ask,
          settle(result) {
            signal.removeEventListener('abort', onAbort);
            resolve(result);
          },
        };
        signal.addEventListener('abort', onAbort, { once: true });
        waiting.push(job);
        next();
      });
    },
  };
}
