import { availableParallelism } from 'node:os';
import type { ChatWrapper, Llama, LlamaModel } from 'node-llama-cpp';
import type { Logger } from 'pino';
import type { ChatMessage, GenerateEvent, GenerateRequest } from '../engine.ts';
import { buildPrompt, type Prompt, templateOf } from './chat-prompt.ts';
import { Decoder } from './decoder.ts';
import { generate } from './generate.ts';
import { modelIdOf } from './gguf-file.ts';
import { grammarFor } from './grammar.ts';
import { type LlamaLibrary, openLlama } from './llama-binding.ts';

/** A model in memory, ready to answer one request at a time. */
export class LoadedModel {
  readonly id: string;
  readonly #library: LlamaLibrary;
  readonly #llama: Llama;
  readonly #model: LlamaModel;
  readonly #template: ChatWrapper;
  readonly #decoder: Decoder;
  readonly #log: Logger;

  private constructor(
    id: string,
    library: LlamaLibrary,
    model: LlamaModel,
    template: ChatWrapper,
    decoder: Decoder,
    log: Logger,
  ) {
    this.id = id;
    this.#library = library;
    this.#llama = model.llama;
    this.#model = model;
    this.#template = template;
    this.#decoder = decoder;
    this.#log = log;
  }

  /** Reads a GGUF file. Throws what the library throws, or the signal's reason. */
  static async open(path: string, log: Logger, signal: AbortSignal): Promise<LoadedModel> {
    const started = performance.now();
    const { library, llama } = await openLlama(log);
    let model: LlamaModel | null = null;
    try {
      signal.throwIfAborted();
      model = await llama.loadModel({ modelPath: path, loadSignal: signal });
      const decoder = await Decoder.open(model, availableParallelism(), log, signal);
      const loaded = new LoadedModel(
        modelIdOf(path),
        library,
        model,
        templateOf(library, model),
        decoder,
        log,
      );
      const { threads, msPerToken } = decoder.threads;
      const ms = Math.round(performance.now() - started);
      log.info(
        { model: loaded.id, window: loaded.window, threads, msPerToken: Math.round(msPerToken), ms },
        'the embedded model is loaded',
      );
      return loaded;
    } catch (error) {
      await model?.dispose();
      await llama.dispose();
      throw error;
    }
  }

  get window(): number {
    return this.#decoder.window;
  }

  get threads(): number {
    return this.#decoder.threads.threads;
  }

  async prompt(messages: readonly ChatMessage[], signal: AbortSignal): Promise<Prompt> {
    return await buildPrompt(this.#template, this.#model, messages, this.window, signal);
  }

  /** Answers; one at a time. `check` is asked between any two native steps and throws when it must end. */
  async *generate(
    prompt: Prompt,
    request: GenerateRequest,
    maxTokens: number,
    check: () => void,
  ): AsyncGenerator<GenerateEvent> {
    const grammar =
      request.json === undefined ? null : await grammarFor(this.#llama, request.json, this.#log);
    const sequence = await this.#decoder.sequence();
    check();
    const { stopTokens, stopTexts, tokens } = prompt;
    yield* generate({
      model: this.#model,
      sequence,
      prompt: tokens ?? [],
      maxTokens,
      sampling: request.sampling ?? {},
      stopTokens,
      stopTexts,
      grammar: grammar && new this.#library.LlamaGrammarEvaluationState({ model: this.#model, grammar }),
      check,
      onSpeed: (count, ms) => this.#decoder.observe(count, ms),
    });
  }

  /** After a failure of native code. */
  discardState(): void {
    this.#decoder.discard();
  }

  /** From the inside out: llama.cpp waits for ever for a part that the garbage collector took away. */
  async close(): Promise<void> {
    await this.#decoder.close();
    await this.#model.dispose();
    await this.#llama.dispose();
  }
}
