import { createHash, randomUUID } from 'node:crypto';
import type { RequestBody } from './behaviour.ts';
import { badRequest, badSchema, contextOverflow, unsupported } from './errors.ts';
import type { Model } from './exchange.ts';
import { textsOf } from './prompt.ts';
import { tokenize } from './tokenizer.ts';

export const EMBEDDING_DIMENSIONS = 64;

/** The response of POST /v1/embeddings; throws ApiError. `encoding_format`: `float` (default) or `base64`. */
export function embeddings(body: RequestBody, model: Model): object {
  if (model.runner !== 'pooling') throw unsupported('Embeddings');
  const format = body.encoding_format ?? 'float';
  if (format !== 'float' && format !== 'base64')
    throw badSchema('body.encoding_format', "Input should be 'float' or 'base64'", format);
  if (body.dimensions != null)
    throw badRequest(`Model "${model.id}" does not support matryoshka representation`, 'dimensions');
  const texts = textsOf('input', body.input);
  const tokens = texts.map((text) => tokenize(text).length);
  if (tokens.some((count) => count > model.window)) throw contextOverflow(model.window, 0);
  const total = tokens.reduce((sum, count) => sum + count, 0);
  return {
    id: `embd-${randomUUID()}`,
    object: 'list',
    created: Math.floor(Date.now() / 1000),
    model: model.id,
    data: texts.map((text, index) => {
      const vector = embed(text);
      const embedding = format === 'float' ? [...vector] : Buffer.from(vector.buffer).toString('base64');
      return { index, object: 'embedding', embedding };
    }),
    usage: { prompt_tokens: total, total_tokens: total, completion_tokens: 0, prompt_tokens_details: null },
  };
}

/** A unit vector of a text's words: the same text the same vector, texts that share words near each other. */
export function embed(text: string): Float32Array {
  const vector = new Float32Array(EMBEDDING_DIMENSIONS);
  for (const word of text.toLowerCase().match(/\p{L}+|\p{N}+/gu) ?? [text]) {
    const digest = createHash('sha256').update(word).digest();
    const place = digest.readUInt32BE(0) % EMBEDDING_DIMENSIONS;
    vector[place] = (vector[place] ?? 0) + ((digest[4] ?? 0) < 128 ? 1 : -1);
  }
  const length = Math.hypot(...vector);
  // Words that cancel each other out leave nothing to point with.
  if (length === 0) vector[0] = 1;
  return vector.map((value) => value / (length || 1));
}
