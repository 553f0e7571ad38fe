import { cleanText } from '../../src/conversation/clean.ts';
import type { CompletionRequest, HistoryMessage } from '../../src/conversation/completion.ts';
import { EXPERTS } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { badField, bodyCheck } from '../../src/gateway/body-check.ts';
import { parseMessages, type RawMessage } from './messages.ts';
import { parseResponseFormat } from './response-format.ts';
import { optional, type SamplingFields, samplingSchema } from './sampling-fields.ts';

/** A request for `/v1/chat/completions`, checked. */
export interface ChatAsk {
  readonly request: CompletionRequest;
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

interface ChatBody extends SamplingFields {
  readonly model?: string | null;
  readonly messages?: readonly RawMessage[] | null;
  readonly prompt?: string | null;
  readonly stream_options?: { readonly include_usage?: boolean | null } | null;
  readonly max_completion_tokens?: number | null;
  readonly tools?: readonly unknown[] | null;
  readonly functions?: readonly unknown[] | null;
  readonly response_format?: unknown;
}

/** What a message holds is read by hand, which can say better what is wrong with it. */
export const CHAT_BODY = {
  type: 'object',
  properties: {
    ...samplingSchema,
    model: optional('string', { description: '`auto`, which is the default, or the name of an expert' }),
    messages: optional('array', { minItems: 1, description: 'the history; the last one is the question' }),
    prompt: optional('string', { description: 'one question of the user, in the place of `messages`' }),
    stream_options: optional('object', { properties: { include_usage: optional('boolean') } }),
    max_completion_tokens: optional('integer', { minimum: 1 }),
    tools: optional('array', { description: 'not supported: empty' }),
    functions: optional('array', { description: 'not supported: empty' }),
    response_format: optional('object', {
      description: '`{"type"}`: `text`, `json_object`, or `json_schema` with `{"json_schema":{"schema"}}`',
    }),
  },
};

const check = bodyCheck<ChatBody>(CHAT_BODY);

/**
 * Reads a body in OpenAI's shape. `{"prompt"}` stands for one user message; unknown fields are ignored.
 *
 * @throws SwitchboardError `bad_request` naming the field; `not_found` for an unknown model
 */
export async function parseChat(raw: unknown, id: string, signal: AbortSignal): Promise<ChatAsk> {
  const body = check(raw);
  if ((body.n ?? 1) > 1) throw badField('n', 'must be 1: one answer is given.');
  if ((body.tools ?? body.functions ?? []).length > 0) {
    throw badField('tools', 'are not supported here; leave them out and the model answers in words.');
  }
  const json = await parseResponseFormat(body.response_format ?? null, signal);
  const request: CompletionRequest = {
    id,
    messages: readMessages(body),
    expert: readModel(body.model ?? 'auto'),
    maxTokens: body.max_completion_tokens ?? body.max_tokens ?? null,
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    seed: body.seed ?? null,
    stop: readStop(body.stop ?? []),
    json,
    shown: json === null && body.stream === true,
  };
  const includeUsage = body.stream_options?.include_usage ?? false;
  return { request, stream: body.stream ?? false, includeUsage };
}

function readMessages({ messages, prompt }: ChatBody): readonly HistoryMessage[] {
  if (messages) return parseMessages(messages);
  if (typeof prompt !== 'string') throw badField('messages', 'is missing.');
  const text = cleanText(prompt);
  if (text.trim() === '') throw badField('prompt', 'is empty; write a question.');
  return [{ role: 'user', text, images: [] }];
}

function readModel(model: string): CompletionRequest['expert'] {
  const expert = (['auto', ...EXPERTS] as const).find((name) => name === model);
  if (expert !== undefined) return expert;
  const message = `There is no such model. Use one of auto, ${EXPERTS.join(', ')}.`;
  throw new SwitchboardError('not_found', message, { param: 'model' });
}

export function readStop(stop: string | readonly unknown[]): readonly string[] {
  const stops = typeof stop === 'string' ? [stop] : stop;
  if (!stops.every((item): item is string => typeof item === 'string' && item !== '')) {
    throw badField('stop', 'must hold non-empty strings.');
  }
  return stops;
}
