import type { EndpointConfig } from '../config/types.ts';
import { ExpertError } from './errors.ts';
import type { Patience } from './openai/client.ts';
import { createEmbedder, type Embedder } from './openai/embeddings.ts';
import { type Endpoint, leastBusy, type Pool } from './pool.ts';
import { retryAfterFailure } from './retry.ts';

/** Texts to vectors by the embedding endpoints: the least busy one first, the next where one fails. */
export function createEmbed(
  pool: Pool,
  { apiKey }: Pick<EndpointConfig, 'apiKey'>,
  patience?: Partial<Patience>,
): Embedder['embed'] {
  async function ask(endpoint: Endpoint, texts: readonly string[], signal: AbortSignal) {
    const { engine } = endpoint;
    endpoint.busy++;
    try {
      const { model } = await engine.info(signal);
      const embedder = createEmbedder({ url: engine.name, apiKey, model, ...(patience && { patience }) });
      return await embedder.embed(texts, signal);
    } finally {
      endpoint.busy--;
    }
  }

  return async (texts, signal) => {
    const tried = new Set<Endpoint>();
    for (;;) {
      const endpoint = leastBusy(pool.endpoints, tried);
      tried.add(endpoint);
      try {
        return await ask(endpoint, texts, signal);
      } catch (error) {
        if (!(error instanceof ExpertError)) throw error;
        pool.noteFailure(endpoint, error);
        const others = tried.size < pool.endpoints.length;
        // Nobody waits at a screen for vectors: each endpoint is asked once, and the caller decides about later.
        if (retryAfterFailure(error, others, true).on !== 'other') throw error;
      }
    }
  };
}
