import type { Llama } from 'node-llama-cpp';
import type { Logger } from 'pino';
import { ExpertError } from '../errors.ts';

export type LlamaLibrary = typeof import('node-llama-cpp');

export interface LlamaBinding {
  readonly library: LlamaLibrary;
  readonly llama: Llama;
}

/**
 * Loads llama.cpp into the process: the prebuilt binary for the CPU, nothing compiled or downloaded. Imported only
 * here and only now, so that a process whose experts are elsewhere never pays for it. What the native code says
 * goes to the log, never to stdout. Throws `ExpertError` `no_model` where there is no binary for the system.
 */
export async function openLlama(log: Logger): Promise<LlamaBinding> {
  try {
    const library = await import('node-llama-cpp');
    return { library, llama: await start(library, log) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `llama.cpp does not run on this system (${reason}). Set EXPERT_GENERAL_URL=http://host:8000/v1.`;
    throw new ExpertError('no_model', 'embedded', message, { cause: error });
  }
}

async function start(library: LlamaLibrary, log: Logger): Promise<Llama> {
  return await library.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    debug: false,
    // No limit of its own: the number of threads is measured.
    maxThreads: 0,
    logLevel: library.LlamaLogLevel.warn,
    logger: (level, message) => log.debug({ severity: level, native: message.trim() }, 'llama.cpp'),
  });
}
