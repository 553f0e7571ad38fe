import { availableParallelism } from 'node:os';
import type { Llama } from 'node-llama-cpp';
import type { Logger } from 'pino';

export type LlamaLibrary = typeof import('node-llama-cpp');

export interface LlamaBinding {
  readonly library: LlamaLibrary;
  readonly llama: Llama;
}

/**
 * Loads llama.cpp into the process: the prebuilt binary for the CPU, nothing compiled or downloaded. Imported only
 * here and only now, so that a process whose experts are elsewhere never pays for it. What the native code says
 * goes to the log, never to stdout.
 */
export async function openLlama(log: Logger): Promise<LlamaBinding> {
  const library = await import('node-llama-cpp');
  const llama = await library.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    debug: false,
    // No limit of its own: the number of threads is measured.
    maxThreads: 0,
    logLevel: library.LlamaLogLevel.warn,
    logger: (level, message) => log.debug({ level, native: message.trim() }, 'llama.cpp'),
  });
  return { library, llama };
}

/** Cores that the system lets this process use at the same time. */
export function availableThreads(): number {
  return availableParallelism();
}
