import OpenAI from 'openai';
import { ExpertError } from '../errors.ts';
import { DEFAULT_PATIENCE, type EndpointOptions } from './client.ts';
import { toExpertError } from './errors.ts';

/** Texts a request; vLLM queues more anyway, and one slow request then holds up fewer. */
const BATCH_TEXTS = 64;

/** Turns texts into vectors through `POST /v1/embeddings` (bge-m3, Qwen3-Embedding: a server with `--runner pooling`). */
export interface Embedder {
  /** One vector a text, in their order. Throws ExpertError, or the signal's reason. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}

export function createEmbedder({ apiKey, model, patience, url }: EndpointOptions): Embedder {
  const { firstTokenMs } = { ...DEFAULT_PATIENCE, ...patience };
  const base = new URL(url);
  const name = `${base.origin}${base.pathname}`;
  const client = new OpenAI({
    baseURL: name,
    apiKey: apiKey ?? 'none',
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
  });
  let served = model;

  async function modelName(signal: AbortSignal): Promise<string> {
    served ??= (await client.models.list({ signal })).data[0]?.id ?? null;
    if (served === null) throw new ExpertError('model_not_found', name, 'serves no model');
    return served;
  }

  async function embedBatch(input: string[], signal: AbortSignal): Promise<Float32Array[]> {
    const body = { model: await modelName(signal), input };
    const { data } = await client.embeddings.create(body, { signal, timeout: firstTokenMs });
    const vectors = data
      .toSorted((a, b) => a.index - b.index)
      .map(({ embedding }) => Float32Array.from(embedding));
    if (vectors.length === input.length) return vectors;
    throw new ExpertError('server_error', name, `gave ${vectors.length} vectors for ${input.length} texts`);
  }

  return {
    async embed(texts, signal) {
      const vectors: Float32Array[] = [];
      try {
        for (let from = 0; from < texts.length; from += BATCH_TEXTS) {
          vectors.push(...(await embedBatch(texts.slice(from, from + BATCH_TEXTS), signal)));
        }
        return vectors;
      } catch (error) {
        signal.throwIfAborted();
        throw toExpertError(error, name, false);
      }
    },
  };
}
