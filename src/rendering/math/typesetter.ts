import { Worker } from 'node:worker_threads';
import { PictureError } from '../pictures/picture.ts';
import { MATH_LIMITS, type MathLimits } from './limits.ts';
import type { TexReply } from './tex-protocol.ts';

interface Job {
  readonly latex: string;
  readonly display: boolean;
  readonly resolve: (svg: string) => void;
  readonly reject: (error: PictureError) => void;
}

const WORKER = new URL('./tex-worker.ts', import.meta.url);

/**
 * Turns LaTeX into SVG in one worker thread, one formula at a time. The thread starts with the first formula; it
 * is ended and replaced when a formula passes the deadline or the heap, so hostile TeX costs only itself.
 */
export class Typesetter {
  readonly #limits: MathLimits;
  readonly #waiting: Job[] = [];
  #running: Job | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #worker: Worker | undefined;
  #served = 0;

  constructor(limits: MathLimits = MATH_LIMITS) {
    this.#limits = limits;
  }

  /**
   * The formula's drawing.
   *
   * @throws PictureError
   */
  async typeset(latex: string, display: boolean): Promise<string> {
    if (latex.length > this.#limits.sourceCharacters) {
      throw new PictureError('too_large', `the formula has ${latex.length} characters`);
    }
    if (braceDepth(latex) > this.#limits.depth) {
      throw new PictureError(
        'too_large',
        `the formula has more than ${this.#limits.depth} braces within each other`,
      );
    }
    if (this.#waiting.length >= this.#limits.waiting) {
      throw new PictureError('busy', 'too many formulas wait to be drawn');
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ latex, display, resolve, reject });
      this.#next();
    });
  }

  /** Ends the thread; what waits is rejected with `aborted`. A later formula starts a new one. */
  async close(): Promise<void> {
    for (const job of this.#waiting.splice(0)) job.reject(new PictureError('aborted', 'the program stops'));
    this.#finish((job) => job.reject(new PictureError('aborted', 'the program stops')));
    await this.#retire();
  }

  #next(): void {
    if (this.#running !== undefined) return;
    const job = this.#waiting.shift();
    if (job === undefined) {
      // An idle thread does not keep the process alive.
      this.#worker?.unref();
      return;
    }
    this.#running = job;
    if (this.#served >= this.#limits.formulasPerWorker) void this.#retire();
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#served += 1;
    this.#deadline = setTimeout(
      () => this.#fail(new PictureError('timeout', 'the formula took too long to draw')),
      this.#limits.deadlineMs,
    );
    this.#worker.postMessage({ id: this.#served, latex: job.latex, display: job.display });
  }

  #start(): Worker {
    const worker = new Worker(WORKER, {
      // Nothing of the program's environment is of use to TeX.
      env: {},
      // Nor are the flags of the program, some of which a thread refuses.
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: this.#limits.heapMb },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on('message', (reply: TexReply) => this.#settle(worker, reply));
    worker.on('error', (cause) => {
      if (worker === this.#worker) this.#fail(failure(cause));
    });
    return worker;
  }

  #settle(worker: Worker, reply: TexReply): void {
    if (worker !== this.#worker || reply.id !== this.#served) return;
    this.#finish((job) => {
      if ('error' in reply)
        job.reject(new PictureError('invalid', `the formula cannot be typeset (${reply.error})`));
      else if (reply.svg.length > this.#limits.svgCharacters)
        job.reject(new PictureError('too_large', `the formula's drawing has ${reply.svg.length} characters`));
      else job.resolve(reply.svg);
    });
    this.#next();
  }

  #fail(error: PictureError): void {
    void this.#retire();
    this.#finish((job) => job.reject(error));
    this.#next();
  }

  #finish(settle: (job: Job) => void): void {
    clearTimeout(this.#deadline);
    const job = this.#running;
    this.#running = undefined;
    if (job !== undefined) settle(job);
  }

  async #retire(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    this.#served = 0;
    await worker?.terminate();
  }
}

function braceDepth(latex: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [sign] of latex.matchAll(/\\.|[{}]/gs)) {
    if (sign === '{') deepest = Math.max(deepest, ++depth);
    else if (sign === '}') depth -= 1;
  }
  return deepest;
}

function failure(cause: unknown): PictureError {
  const outOfMemory = (cause as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY';
  return outOfMemory
    ? new PictureError('too_large', 'the formula needs too much memory')
    : new PictureError('failed', 'the typesetter broke', cause);
}
