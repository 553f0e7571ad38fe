import type { RequestBody } from './behaviour.ts';
import type { Engine } from './engine.ts';
import { badSchema } from './errors.ts';
import type { Model } from './exchange.ts';
import { chatPrompt, textOfTokens } from './prompt.ts';
import { tokenize } from './tokenizer.ts';

/** What GET /version answers. */
export const VLLM_VERSION = '0.33.0';

/** GET /v1/models. */
export function modelList(models: readonly Model[]): object {
  return {
    object: 'list',
    data: models.map(({ id, root, parent, window }) => ({
      id,
      object: 'model',
      created: Math.floor(Date.now() / 1000),
      owned_by: 'vllm',
      root,
      parent,
      max_model_len: window,
      permission: [],
    })),
  };
}

/** POST /tokenize, of a prompt or of messages; throws ApiError. */
export function tokenizeBody(body: RequestBody, model: Model): object {
  if (typeof body.prompt !== 'string' && body.messages === undefined)
    throw badSchema('body.prompt', 'Field required', body);
  const counting = model.countsImages ? model : { ...model, imageTokens: 1 };
  const tokens = typeof body.prompt === 'string' ? tokenize(body.prompt) : chatPrompt(body, counting).tokens;
  return { count: tokens.length, max_model_len: model.window, tokens, token_strs: null };
}

/** POST /detokenize; throws ApiError. */
export function detokenizeBody(body: RequestBody): object {
  const { tokens } = body;
  if (!Array.isArray(tokens) || !tokens.every(Number.isInteger))
    throw badSchema('body.tokens', 'Input should be a valid list', tokens ?? '');
  return { prompt: textOfTokens(tokens) };
}

/** GET /metrics, Prometheus text. */
export function metrics(engine: Engine, model: string, maxNumSeqs: number, sleeping: boolean): string {
  const { totals } = engine;
  const lines: string[] = [];
  const tell = (name: string, type: 'gauge' | 'counter', values: Readonly<Record<string, number>>) => {
    lines.push(`# TYPE ${name} ${type}`);
    for (const [extra, value] of Object.entries(values))
      lines.push(`${name}{engine="0",model_name="${model}"${extra}} ${value}`);
  };
  tell('vllm:num_requests_running', 'gauge', { '': engine.running });
  tell('vllm:num_requests_waiting', 'gauge', { '': engine.waiting });
  tell('vllm:kv_cache_usage_perc', 'gauge', { '': engine.running / maxNumSeqs });
  tell('vllm:engine_sleep_state', 'gauge', {
    ',sleep_state="awake"': sleeping ? 0 : 1,
    ',sleep_state="weights_offloaded"': sleeping ? 1 : 0,
  });
  tell('vllm:prefix_cache_queries_total', 'counter', { '': totals.prompt });
  tell('vllm:prefix_cache_hits_total', 'counter', { '': totals.cached });
  tell('vllm:prompt_tokens_total', 'counter', { '': totals.prompt });
  tell('vllm:prompt_tokens_cached_total', 'counter', { '': totals.cached });
  tell('vllm:generation_tokens_total', 'counter', { '': totals.generated });
  tell('vllm:request_success_total', 'counter', {
    ',finished_reason="stop"': totals.stop,
    ',finished_reason="length"': totals.length,
    ',finished_reason="abort"': totals.abort,
  });
  return `${lines.join('\n')}\n`;
}
