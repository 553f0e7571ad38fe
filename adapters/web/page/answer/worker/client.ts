/** Why a request has no reply: it hung the worker itself, or the worker was lost while it waited. */
export class WorkerLost extends Error {
  readonly guilty: boolean;

  constructor(guilty: boolean) {
    super(guilty ? 'the worker hung over this' : 'the worker was lost');
    this.guilty = guilty;
  }
}

/** A worker as far as it is used. */
export interface Host {
  postMessage(request: unknown): void;
  terminate(): void;
}

export interface HostEvents {
  message(data: unknown): void;
  /** It could not be loaded, or threw. */
  failed(): void;
}

export interface WorkerClient<Request, Reply> {
  /** @throws WorkerLost */
  ask(request: Request): Promise<Reply>;
  /** Counts the workers: what an earlier one knew is gone. */
  readonly generation: number;
}

interface Waiting<Request, Reply> {
  readonly request: Request;
  resolve(reply: Reply): void;
  reject(error: WorkerLost): void;
}

const TICK_MS = 1_000;
/** Markdown of 100,000 characters takes a second at most on a slow phone, unless it is hostile. */
const PATIENCE_TICKS = 8;
/** A script that cannot be loaded is not asked for forever. */
const LOADS_MAX = 3;

/**
 * One worker that answers in order. It begins with the first request; one that hangs is replaced, and what it hung
 * over is not asked again.
 */
export function createWorkerClient<Request, Reply>(
  start: (events: HostEvents) => Host,
): WorkerClient<Request, Reply> {
  let worker: Host | null = null;
  let ready = false;
  let generation = 0;
  let failedLoads = 0;
  let queue: Waiting<Request, Reply>[] = [];
  let watch: ReturnType<typeof setInterval> | undefined;
  let ticks = 0;

  function begin(): Host {
    generation++;
    ready = false;
    const begun = start({
      message(data) {
        ticks = 0;
        if (ready) queue.shift()?.resolve(data as Reply);
        ready = true;
        if (queue.length === 0) rest();
      },
      failed() {
        // One that throws will do so again over the same request.
        if (!ready) failedLoads++;
        lose(ready);
      },
    });
    worker = begun;
    return begun;
  }

  function rest(): void {
    clearInterval(watch);
    watch = undefined;
  }

  /** In ticks, since a computer that slept has only missed some. */
  function tick(): void {
    if (!ready || ++ticks < PATIENCE_TICKS) return;
    lose(true);
  }

  function lose(guilty: boolean): void {
    rest();
    worker?.terminate();
    worker = null;
    const lost = queue;
    queue = [];
    for (const [index, waiting] of lost.entries()) waiting.reject(new WorkerLost(guilty && index === 0));
  }

  return {
    ask(request) {
      if (failedLoads >= LOADS_MAX) return Promise.reject(new WorkerLost(true));
      const { promise, resolve, reject } = Promise.withResolvers<Reply>();
      const current = worker ?? begin();
      queue.push({ request, resolve, reject });
      if (watch === undefined) {
        ticks = 0;
        watch = setInterval(tick, TICK_MS);
      }
      current.postMessage(request);
      return promise;
    },
    get generation() {
      return generation;
    },
  };
}
