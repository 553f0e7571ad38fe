import OpenAI from 'openai';
import type { CompletionUsage } from 'openai/resources/completions';
import type { Usage } from '../../conversation/types.ts';
import type { ChatMessage, Engine, GenerateEvent, GenerateRequest, ModelInfo } from '../engine.ts';
import { ExpertError } from '../errors.ts';
import { promptTokenBound, textTokenBound } from '../token-bound.ts';
import { createWatchdog } from '../watchdog.ts';
import { toExpertError } from './errors.ts';
import { chatBody, completionBody } from './request.ts';
import { readBatches } from './stream.ts';

/** How long to wait for a server, in milliseconds. vLLM's queue is unbounded, so the first token may take long. */
export interface Patience {
  readonly firstTokenMs: number;
  readonly stallMs: number;
  readonly metadataMs: number;
  /** For one whole turn, failover and retries included: 8,192 tokens at the pace of a crowded card. */
  readonly deadlineMs: number;
}

export const DEFAULT_PATIENCE: Patience = {
  firstTokenMs: 120_000,
  stallMs: 60_000,
  metadataMs: 5_000,
  deadlineMs: 900_000,
};

/** Assumed where a server does not tell its window (servers other than vLLM): the smallest of the 7B family. */
const UNTOLD_WINDOW_TOKENS = 4096;

export interface EndpointOptions {
  /** Base URL ending in `/v1`. */
  readonly url: string;
  readonly apiKey: string | null;
  /** Served model name; null = the first one listed. */
  readonly model: string | null;
  readonly patience?: Partial<Patience>;
}

/** A vLLM server (or any other that speaks OpenAI's chat completions) as an engine. */
export function createOpenAiEngine(options: EndpointOptions): Engine {
  const patience = { ...DEFAULT_PATIENCE, ...options.patience };
  const base = new URL(options.url);
  const name = `${base.origin}${base.pathname}`;
  const root = new URL(base.pathname.replace(/\/v1\/?$/, '/'), base.origin);
  // The pool above decides about retries: the client's own would repeat a 503 without a word. Its log would
  // show chunks of answers.
  const client = new OpenAI({
    baseURL: name,
    apiKey: options.apiKey ?? 'none',
    maxRetries: 0,
    logLevel: 'off',
  });
  const headers = options.apiKey === null ? {} : { authorization: `Bearer ${options.apiKey}` };
  let known: Promise<ModelInfo> | null = null;

  async function askModels(): Promise<ModelInfo> {
    const signal = AbortSignal.timeout(patience.metadataMs);
    try {
      const listed = (await client.models.list({ signal })).data;
      const model =
        options.model === null ? listed[0] : listed.find((candidate) => candidate.id === options.model);
      if (model === undefined) {
        const names = listed.map((candidate) => candidate.id).join(', ') || 'no model';
        throw new ExpertError('model_not_found', name, `serves ${names}, not ${options.model ?? 'any'}`);
      }
      const { max_model_len: window, root } = model as { max_model_len?: unknown; root?: unknown };
      return {
        model: model.id,
        root: typeof root === 'string' ? root : null,
        window: typeof window === 'number' && window > 0 ? window : UNTOLD_WINDOW_TOKENS,
      };
    } catch (error) {
      if (signal.aborted) throw new ExpertError('timeout', name, 'GET /models gave no answer in time');
      throw toExpertError(error, name, false);
    }
  }

  function info(signal: AbortSignal): Promise<ModelInfo> {
    if (known === null) {
      known = askModels();
      // A failure is not remembered; the next turn asks again.
      known.catch(() => {
        known = null;
      });
    }
    return abortable(known, signal);
  }

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateEvent> {
    const { model } = await info(signal);
    const watchdog = createWatchdog(signal, patience.firstTokenMs);
    let begun = false;
    let finish: string | null = null;
    let usage: Usage = { prompt_tokens: 0, completion_tokens: 0, cached_tokens: 0 };
    try {
      const options = { signal: watchdog.signal, timeout: patience.firstTokenMs };
      const { raw } = request;
      const response =
        raw === undefined
          ? await client.chat.completions.create(chatBody(request, model), options).asResponse()
          : await client.completions.create(completionBody({ ...request, raw }, model), options).asResponse();
      if (response.body === null) throw new ExpertError('server_error', name, 'an answer without a body');
      for await (const { chunks, failure } of readBatches(response.body)) {
        // Also without text: a model that reasons is at work.
        watchdog.tick(patience.stallMs);
        let delta = '';
        for (const { choices, usage: counted } of chunks) {
          if (counted) usage = toUsage(counted);
          delta += choices[0]?.delta?.content ?? choices[0]?.text ?? '';
          finish = choices[0]?.finish_reason ?? finish;
        }
        if (delta !== '') {
          begun = true;
          yield { type: 'text', delta };
        }
        if (failure !== null) throw failure;
      }
      // `abort` is vLLM's word for a request that the server itself ended.
      if (finish === null || finish === 'abort') {
        throw new ExpertError(begun ? 'broken_stream' : 'server_error', name, 'the stream ended early');
      }
    } catch (error) {
      if (!watchdog.signal.aborted) throw toExpertError(error, name, begun);
    } finally {
      watchdog.stop();
    }
    signal.throwIfAborted();
    if (watchdog.expired) {
      const code = begun ? 'broken_stream' : 'timeout';
      throw new ExpertError(code, name, begun ? 'stalled in mid-answer' : 'no first token in time');
    }
    yield { type: 'end', finish: finish === 'length' ? 'length' : 'stop', usage };
  }

  async function countTokens(prompt: readonly ChatMessage[] | string, signal: AbortSignal): Promise<number> {
    const { model } = await info(signal);
    const limit = AbortSignal.timeout(patience.metadataMs);
    try {
      const response = await fetch(new URL('tokenize', root), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(typeof prompt === 'string' ? { model, prompt } : { model, messages: prompt }),
        signal: AbortSignal.any([signal, limit]),
      });
      const body = response.ok ? ((await response.json()) as { count?: unknown }) : null;
      if (typeof body?.count === 'number') return body.count;
      await response.body?.cancel();
    } catch {
      signal.throwIfAborted();
    }
    // Not vLLM, or not now: the bound never promises room that is not there.
    return typeof prompt === 'string' ? textTokenBound(prompt) : promptTokenBound(prompt);
  }

  return {
    name,
    embedded: false,
    info,
    forget() {
      known = null;
    },
    countTokens,
    generate,
    async healthy(signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(patience.metadataMs)]);
      try {
        const response = await fetch(new URL('health', root), { headers, signal: limit });
        await response.body?.cancel();
        // Servers other than vLLM, and gateways before it, may not have the route: only their own failure counts.
        return response.status < 500;
      } catch {
        return false;
      }
    },
    async close() {},
  };
}

function toUsage(usage: CompletionUsage): Usage {
  return {
    prompt_tokens: usage.prompt_tokens,
    completion_tokens: usage.completion_tokens,
    cached_tokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
  };
}

/** The promise's result, or the signal's reason as soon as it aborts; the shared work itself goes on. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  if (signal.aborted) return Promise.reject(signal.reason);
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort));
}
