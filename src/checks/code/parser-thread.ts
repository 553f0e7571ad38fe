import { Worker } from 'node:worker_threads';
import type { CodeLanguage } from './languages.ts';
import type { ParseReply, ParseRequest, SyntaxProblem } from './protocol.ts';

const THREAD = new URL('./parse-worker.ts', import.meta.url);
/** WASM memory never shrinks: after so many blocks a new thread takes over. */
const BLOCKS_MAX = 500;
const HEAP_MB = 128;

interface Job {
  readonly settle: (reply: ParseReply) => void;
}

/** The thread that parses; it starts with the first block, and an idle one does not keep the process alive. */
let thread: Worker | undefined;
let served = 0;
const jobs = new Map<number, Job>();
let lastId = 0;

/**
 * The first syntax error of a block, null when it parses; `unknown` when the signal ended the wait, or the parser
 * failed. Never throws. Code that keeps the parser busy when the signal comes costs the thread, not the program.
 */
export function parseInThread(
  language: CodeLanguage,
  code: string,
  signal: AbortSignal,
): Promise<SyntaxProblem | null | 'unknown'> {
  if (signal.aborted) return Promise.resolve('unknown');
  return new Promise((resolve) => {
    const id = ++lastId;
    const worker = running();
    const onAbort = () => {
      retire(worker);
      settle({ id, error: 'aborted' });
    };
    const settle = (reply: ParseReply) => {
      jobs.delete(id);
      signal.removeEventListener('abort', onAbort);
      if (jobs.size === 0) thread?.unref();
      resolve('error' in reply ? 'unknown' : reply.problem);
    };
    jobs.set(id, { settle });
    signal.addEventListener('abort', onAbort, { once: true });
    worker.ref();
    worker.postMessage({ id, language, code } satisfies ParseRequest);
  });
}

function running(): Worker {
  if (thread !== undefined && served >= BLOCKS_MAX && jobs.size === 0) retire(thread);
  served++;
  thread ??= start();
  return thread;
}

function start(): Worker {
  const worker = new Worker(THREAD, {
    // Nothing of the program's environment or flags is of use to a parser.
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.on('message', (reply: ParseReply) => jobs.get(reply.id)?.settle(reply));
  worker.on('error', () => retire(worker));
  return worker;
}

/** What waits for this thread is unknown then: whose code it was that took so long cannot be told. */
function retire(worker: Worker): void {
  if (worker !== thread) return;
  thread = undefined;
  served = 0;
  for (const [id, { settle }] of [...jobs]) settle({ id, error: 'the parser ended' });
  void worker.terminate();
}
