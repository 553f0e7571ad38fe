import { ExpertError } from '../errors.ts';
import { describeStatus, type EmbeddedStatus, type OnStatus } from './status.ts';

/** After a failed load, the next one begins with a call that comes this much later. */
const RETRY_AFTER_MS = 30_000;

export interface ModelLoaderOptions<T> {
  /** Finds and loads; tells how far it is, `ready` aside. */
  readonly load: (signal: AbortSignal, onStatus: OnStatus) => Promise<T>;
  /** The sentence for `ready`. */
  readonly describe: (loaded: T) => string;
  readonly onStatus: OnStatus;
  /** Milliseconds, never going back. */
  readonly now?: () => number;
}

/** Loads something in the background, once, and again after a failure when somebody still wants it. */
export class ModelLoader<T> {
  readonly #options: ModelLoaderOptions<T>;
  readonly #now: () => number;
  readonly #abort = new AbortController();
  #status: EmbeddedStatus = {
    stage: 'looking',
    detail: 'The embedded model was not started.',
    progress: null,
  };
  #running: Promise<T> | null = null;
  #loaded: T | null = null;
  #failure: ExpertError | null = null;
  #failedAt = 0;

  constructor(options: ModelLoaderOptions<T>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
  }

  get status(): EmbeddedStatus {
    return this.#status;
  }

  /** Begins to load, unless that was done. */
  start(): void {
    if (this.#running !== null || this.#abort.signal.aborted) return;
    this.#failure = null;
    this.#running = this.#load();
    // Whoever waits hears of a failure; when nobody does, it is in the status.
    this.#running.catch(() => {});
  }

  /** What is loaded. Throws `no_model` with the state of things when it is not there (yet). */
  get(): T {
    if (this.#abort.signal.aborted) throw closedError();
    if (this.#loaded !== null) return this.#loaded;
    if (this.#failure !== null && this.#now() - this.#failedAt >= RETRY_AFTER_MS) this.#running = null;
    this.start();
    throw this.#failure ?? new ExpertError('no_model', 'embedded', describeStatus(this.#status));
  }

  /** Waits for the load that is under way, or begins one. Throws its failure, or the signal's reason. */
  async loaded(signal: AbortSignal): Promise<T> {
    if (this.#abort.signal.aborted) throw closedError();
    this.start();
    signal.throwIfAborted();
    const aborted = Promise.withResolvers<never>();
    const onAbort = () => aborted.reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([this.#running as Promise<T>, aborted.promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Stops loading; resolves with what was loaded, to be closed, or null. */
  async close(): Promise<T | null> {
    this.#abort.abort(closedError());
    return (await this.#running?.catch(() => null)) ?? null;
  }

  async #load(): Promise<T> {
    try {
      const loaded = await this.#options.load(this.#abort.signal, (status) => this.#tell(status));
      this.#loaded = loaded;
      this.#tell({ stage: 'ready', detail: this.#options.describe(loaded), progress: null });
      return loaded;
    } catch (error) {
      this.#failure = asExpertError(error);
      this.#failedAt = this.#now();
      const detail = this.#failure.message.replace(/^embedded: /, '');
      if (!this.#abort.signal.aborted) this.#tell({ stage: 'failed', detail, progress: null });
      throw this.#failure;
    }
  }

  #tell(status: EmbeddedStatus): void {
    this.#status = status;
    this.#options.onStatus(status);
  }
}

/** Thrown to calls after `close`. */
export function closedError(): ExpertError {
  return new ExpertError('no_model', 'embedded', 'the embedded model is closed');
}

function asExpertError(error: unknown): ExpertError {
  if (error instanceof ExpertError) return error;
  const reason = error instanceof Error ? error.message : 'unknown reason';
  return new ExpertError('no_model', 'embedded', `the embedded model failed to load: ${reason}`, {
    cause: error,
  });
}
