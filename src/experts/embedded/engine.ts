import type { Logger } from 'pino';
import type { Readiness } from '../../switchboard.ts';
import type { ChatMessage, Engine, GenerateEvent, GenerateRequest, ModelInfo } from '../engine.ts';
import { ExpertError } from '../errors.ts';
import type { Prompt } from './chat-prompt.ts';
import { LoadedModel } from './loaded-model.ts';
import { closedError, ModelLoader } from './model-loader.ts';
import { outputCap } from './output-cap.ts';
import { Slot, type Ticket } from './slot.ts';
import { type OnStatus, readinessOf } from './status.ts';

export interface EmbeddedEngineOptions {
  /** The path of a GGUF file, wherever it comes from: see find-model.ts. */
  readonly findModel: (signal: AbortSignal, onStatus: OnStatus) => Promise<string>;
  readonly log: Logger;
  /** Told of every change; at most a hundred times during a download. */
  readonly onStatus?: OnStatus;
  /** Milliseconds, never going back; for tests of the pause between two tries. */
  readonly now?: () => number;
}

/** The model inside this process. */
export interface EmbeddedEngine extends Engine {
  /** Begins to find and load the model in the background. Any call that needs the model does it too. */
  start(): void;
  status(): Readiness;
  /** Waits until the model is loaded; for commands that ask once. Throws why it could not be, or the reason. */
  ready(signal: AbortSignal): Promise<void>;
}

/**
 * llama.cpp in the process, with one slot. Until the model is there, every call throws `no_model` with a sentence
 * that says how far it is; a failed load is tried again by a later call.
 */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const { log } = options;
  const slot = new Slot();
  let closed = false;
  const loader = new ModelLoader<LoadedModel>({
    load: async (signal, onStatus) => {
      const path = await options.findModel(signal, onStatus);
      onStatus({ stage: 'loading', detail: 'Loading the model.', progress: null });
      return await openModel(path, log, signal);
    },
    describe: ({ id }) => `${id} is ready.`,
    onStatus: (status) => options.onStatus?.(status),
    ...(options.now && { now: options.now }),
  });

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    signal.throwIfAborted();
    const model = loader.get();
    const prompt = await promptOf(model, request.messages, signal);
    const maxTokens = outputCap(prompt.length, request.maxTokens, model.window);
    const ticket = slot.enter(request.background === true);
    const check = () => {
      signal.throwIfAborted();
      if (closed) throw closedError();
      if (ticket.preempted) throw new ExpertError('preempted', 'embedded', 'gave way to a person');
    };
    try {
      yield* waitFor(ticket, signal, check);
      yield* model.generate(prompt, request, maxTokens, check);
    } catch (error) {
      check();
      if (error instanceof ExpertError) throw error;
      model.discardState();
      throw new ExpertError('server_error', 'embedded', `llama.cpp failed: ${messageOf(error)}`, {
        cause: error,
      });
    } finally {
      ticket.leave();
    }
  }

  return {
    name: 'embedded',
    embedded: true,
    start: () => loader.start(),
    status: () => readinessOf(loader.status),
    ready: async (signal) => {
      await loader.loaded(signal);
    },
    info: async (signal): Promise<ModelInfo> => {
      signal.throwIfAborted();
      const { id, window } = loader.get();
      return { model: id, root: null, window };
    },
    forget: () => {},
    countTokens: async (messages: readonly ChatMessage[], signal) => {
      signal.throwIfAborted();
      return (await promptOf(loader.get(), messages, signal)).length;
    },
    generate,
    healthy: async () => !closed && loader.status.stage === 'ready',
    close: async () => {
      closed = true;
      slot.wakeAll();
      await (await loader.close())?.close();
    },
  };
}

/** Tells the position in the queue as it changes, until the slot is had. */
async function* waitFor(
  ticket: Ticket,
  signal: AbortSignal,
  check: () => void,
): AsyncGenerator<GenerateEvent> {
  let told = 0;
  while (ticket.position > 0) {
    if (ticket.position === told) await ticket.moved(signal);
    else {
      told = ticket.position;
      yield { type: 'queue', position: told };
    }
    check();
  }
}

async function promptOf(
  model: LoadedModel,
  messages: readonly ChatMessage[],
  signal: AbortSignal,
): Promise<Prompt> {
  try {
    return await model.prompt(messages, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExpertError) throw error;
    // Templates refuse what their model was not trained on, such as two roles in an order of their own.
    throw new ExpertError(
      'refused',
      'embedded',
      `its chat template refuses these messages: ${messageOf(error)}`,
      {
        cause: error,
      },
    );
  }
}

async function openModel(path: string, log: Logger, signal: AbortSignal): Promise<LoadedModel> {
  try {
    return await LoadedModel.open(path, log, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExpertError) throw error;
    const mend =
      'Delete the file if it is damaged, or set EMBEDDED_MODEL=/path/to/model.gguf, or EXPERT_GENERAL_URL=http://host:8000/v1.';
    const message = `${path} could not be loaded (${messageOf(error)}). ${mend}`;
    throw new ExpertError('no_model', 'embedded', message, { cause: error });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
