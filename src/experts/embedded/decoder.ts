import type { LlamaContext, LlamaContextSequence, LlamaModel } from 'node-llama-cpp';
import type { Logger } from 'pino';
import { CHUNK_MAX_TOKENS } from './prefill.ts';
import { hasCollapsed, measureThreads, type Stepper, type ThreadMeasurement } from './threads.ts';

/**
 * 8,192 tokens hold a long conversation, and cost 100 to 200 MB of memory with the small models that are fetched
 * (12 KB a token with Qwen2.5-0.5B, 23 KB with SmolLM2-135M), 1 GB with a 7B one. A model trained on less gets less.
 */
export const WINDOW_MAX_TOKENS = 8_192;
/** Where memory is short, the window shrinks down to this before the load fails. */
const WINDOW_MIN_TOKENS = 1_024;
const MEASURING_WINDOW_TOKENS = 256;
/** Fewer tokens say little about the speed. */
const OBSERVED_TOKENS_MIN = 8;

/** The context of the one slot. It keeps the state of the last prompt, so that the next can share its beginning. */
export class Decoder {
  readonly #model: LlamaModel;
  readonly #log: Logger;
  #context: LlamaContext;
  #sequence: LlamaContextSequence;
  #threads: ThreadMeasurement;
  /** Made anew before the next use. */
  #stale = false;

  private constructor(model: LlamaModel, log: Logger, context: LlamaContext, threads: ThreadMeasurement) {
    this.#model = model;
    this.#log = log;
    this.#context = context;
    this.#sequence = context.getSequence();
    this.#threads = threads;
  }

  /** Measures how many threads are best, then makes the context. */
  static async open(
    model: LlamaModel,
    available: number,
    log: Logger,
    signal: AbortSignal,
  ): Promise<Decoder> {
    const threads = await measureThreads(available, (count) => openStepper(model, count));
    const max = Math.min(model.trainContextSize, WINDOW_MAX_TOKENS);
    const contextSize = { min: Math.min(max, WINDOW_MIN_TOKENS), max };
    const context = await createContext(model, threads.threads, contextSize, signal);
    return new Decoder(model, log, context, threads);
  }

  /** Prompt and output together, in tokens. */
  get window(): number {
    return this.#context.contextSize;
  }

  get threads(): ThreadMeasurement {
    return this.#threads;
  }

  /** The sequence to decode with; only the holder of the slot may ask. */
  async sequence(): Promise<LlamaContextSequence> {
    if (this.#stale) {
      const window = this.window;
      await this.#context.dispose();
      this.#context = await createContext(this.#model, this.#threads.threads, window);
      this.#sequence = this.#context.getSequence();
      this.#stale = false;
    }
    return this.#sequence;
  }

  /** Waits for the step that is under way. */
  async close(): Promise<void> {
    await this.#context.dispose();
  }

  /** Native code failed; what is left of the state cannot be trusted. */
  discard(): void {
    this.#stale = true;
  }

  /** Told after an answer how fast it was; falls back to one thread when the speed has collapsed. */
  observe(tokens: number, decodingMs: number): void {
    if (tokens < OBSERVED_TOKENS_MIN || !hasCollapsed(this.#threads, decodingMs / tokens)) return;
    this.#log.warn(
      { threads: this.#threads.threads, msPerToken: Math.round(decodingMs / tokens) },
      'the embedded model became very slow: other work has its cores; it goes on with one thread',
    );
    this.useThreads({ threads: 1, msPerToken: decodingMs / tokens });
  }

  /** From the next use on; the state is lost. */
  useThreads(threads: ThreadMeasurement): void {
    this.#threads = threads;
    this.#stale = true;
  }
}

async function createContext(
  model: LlamaModel,
  threads: number,
  contextSize: number | { min: number; max: number },
  createSignal?: AbortSignal,
): Promise<LlamaContext> {
  return await model.createContext({
    threads,
    contextSize,
    batchSize: CHUNK_MAX_TOKENS,
    // Models with a sliding window would else lose the shared beginning of a prompt.
    swaFullCache: true,
    ...(createSignal && { createSignal }),
  });
}

async function openStepper(model: LlamaModel, threads: number): Promise<Stepper> {
  const context = await createContext(model, threads, MEASURING_WINDOW_TOKENS);
  const sequence = context.getSequence();
  const token = model.tokens.nl ?? model.tokens.bos ?? model.tokenize('a')[0];
  if (token === undefined) throw new Error('the model has no tokens');
  return {
    step: () => sequence.evaluateWithoutGeneratingNewTokens([token]),
    close: () => context.dispose(),
  };
}
