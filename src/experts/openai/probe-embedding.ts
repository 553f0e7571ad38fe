import type { ProbeFinding } from './probe.ts';
import { ask } from './probe-request.ts';

/**
 * Has one word embedded and tells how long the vector is.
 *
 * @param url the API's base, ending in `/v1`
 * @param headers with the key, where there is one
 */
export async function probeEmbedding(
  url: string,
  model: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<Omit<ProbeFinding, 'url'>> {
  const answer = await ask(`${url}/embeddings`, { headers, json: { model, input: ['hello'] } }, signal);
  const length = 'failure' in answer ? null : vectorLength(answer.json);
  if (length !== null) {
    return { level: 'ok', what: `embeds: vectors of ${length.toLocaleString('en')} numbers`, mend: null };
  }
  const why = 'failure' in answer ? answer.failure : `POST /embeddings answers ${answer.status}`;
  const mend = 'Serve an embedding model there, for example: vllm serve BAAI/bge-m3 --runner pooling.';
  return { level: 'problem', what: `cannot embed (${why})`, mend };
}

function vectorLength(json: unknown): number | null {
  const data = (json as { data?: unknown } | null)?.data;
  const first = Array.isArray(data) ? (data[0] as { embedding?: unknown } | undefined) : undefined;
  const vector = first?.embedding;
  return Array.isArray(vector) && vector.length > 0 ? vector.length : null;
}
