import type { RequestBody } from './behaviour.ts';
import type { TemplateMessage } from './chat-template.ts';
import { badRequest, badSchema, unprocessable } from './errors.ts';
import { type Constraint, constraintOf } from './structured.ts';

/** vLLM's defaults: `VLLM_MAX_STOP_STRINGS`, `--max-logprobs`, the length of a cache salt. */
const MAX_STOP_STRINGS = 4;
const MAX_LOGPROBS = 20;
const MAX_SALT_CHARS = 128;

/** What both generating endpoints read from a body. Unknown fields, `guided_*` among them, are ignored. */
export interface GenerationRequest {
  readonly body: RequestBody;
  /** Output cap in tokens; null: whatever the window leaves. */
  readonly maxTokens: number | null;
  readonly maxTokensParam: string;
  readonly stop: readonly string[];
  readonly includeStop: boolean;
  readonly choices: number;
  /** How many alternatives to tell per token; null: no logprobs. */
  readonly logprobs: number | null;
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly continuousUsage: boolean;
  readonly constraint: Constraint | null;
  readonly cacheSalt: string;
}

/** The body as an object; throws ApiError 400 for anything else. */
export function parseBody(text: string): RequestBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw badSchema('body', `JSON decode error: ${String(error)}`, '');
  }
  if (isObject(body)) return body;
  throw badSchema('body', 'Input should be a valid dictionary or object', body);
}

/** Checks a body of /v1/chat/completions or /v1/completions; throws ApiError in vLLM's shapes. */
export function parseGeneration(body: RequestBody, api: 'chat' | 'completion'): GenerationRequest {
  const maxTokensParam = body.max_completion_tokens != null ? 'max_completion_tokens' : 'max_tokens';
  const maxTokens = integer(body, maxTokensParam) ?? (api === 'completion' ? 16 : null);
  if (maxTokens !== null && maxTokens < 1)
    throw badRequest(`${maxTokensParam} must be at least 1, got ${maxTokens}.`, maxTokensParam);
  const options = body.stream_options;
  if (options && body.stream !== true)
    throw badSchema('stream_options', 'Stream options can only be defined when `stream=True`.', body);
  const stream = isObject(options) ? options : {};
  checkSampling(body);
  return {
    body,
    maxTokens,
    maxTokensParam,
    stop: stopOf(body),
    includeStop: body.include_stop_str_in_output === true,
    choices: integer(body, 'n') ?? 1,
    logprobs: api === 'chat' ? chatLogprobs(body) : integer(body, 'logprobs'),
    stream: body.stream === true,
    includeUsage: options != null && stream.include_usage !== false,
    continuousUsage:
      options != null && stream.include_usage !== false && stream.continuous_usage_stats === true,
    constraint: constraintOf(body),
    cacheSalt: saltOf(body),
  };
}

/** The messages of a chat; throws ApiError. `vision`: the model takes images. */
export function parseMessages(body: RequestBody, model: { id: string; vision: boolean }): TemplateMessage[] {
  const { messages } = body;
  if (!Array.isArray(messages))
    throw badSchema('body.messages', 'Input should be a valid list', messages ?? '');
  for (const [index, message] of messages.entries()) {
    const at = `body.messages.${index}`;
    if (!isObject(message) || typeof message.role !== 'string')
      throw badSchema(at, 'Field required', message);
    const { content } = message;
    if (Array.isArray(content)) for (const part of content) checkPart(part, at, model);
    else if (typeof content !== 'string' && content != null)
      throw badSchema(`${at}.content`, 'Input should be a valid string or list', content);
  }
  // What the template of Qwen, like most, says to an empty list.
  if (messages.length === 0) throw badRequest('list object has no element 0');
  return messages.map(({ role, content }) => ({ role, content: content ?? null }));
}

/** Refusals that only chat knows. */
export function checkChat(body: RequestBody): void {
  const { tools } = body;
  if (Array.isArray(tools) && tools.length === 0) {
    const reason =
      '`tools` must not be an empty array. Either provide at least one tool or omit the field entirely.';
    throw badSchema('tools', reason, body);
  }
  if (tools != null && body.tool_choice !== 'none') {
    throw badRequest(
      '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set',
    );
  }
  if (body.chat_template != null) {
    throw badRequest(
      'Chat template is passed with request, but --trust-request-chat-template is not set. Refused request with ' +
        'untrusted chat template.',
    );
  }
  if (body.continue_final_message === true && body.add_generation_prompt !== false) {
    const reason = 'Cannot set both `continue_final_message` and `add_generation_prompt` to True.';
    throw badSchema('body', reason, body);
  }
}

function checkSampling(body: RequestBody): void {
  const temperature = number(body, 'temperature');
  if (temperature !== null && temperature < 0)
    throw badRequest(`temperature must be non-negative, got ${temperature}.`, 'temperature');
  const topP = number(body, 'top_p');
  if (topP !== null && (topP <= 0 || topP > 1))
    throw badRequest(`top_p must be in (0, 1], got ${topP}.`, 'top_p');
  const penalty = number(body, 'repetition_penalty');
  if (penalty !== null && penalty <= 0)
    throw badRequest(`repetition_penalty must be greater than zero, got ${penalty}.`, 'repetition_penalty');
  const n = integer(body, 'n') ?? 1;
  if (n < 1) throw badRequest(`n must be at least 1, got ${n}.`, 'n');
  if (n > 1 && temperature === 0) throw badRequest(`n must be 1 when using greedy sampling, got ${n}.`);
  integer(body, 'seed');
  integer(body, 'priority');
}

function chatLogprobs(body: RequestBody): number | null {
  const top = integer(body, 'top_logprobs') ?? 0;
  if (top > 0 && body.logprobs !== true)
    throw badSchema('top_logprobs', 'when using `top_logprobs`, `logprobs` must be set to true.', body);
  if (top > MAX_LOGPROBS) {
    throw badRequest(
      `Requested sample logprobs of ${top}, which is greater than max allowed: ${MAX_LOGPROBS}`,
    );
  }
  return body.logprobs === true ? top : null;
}

function stopOf(body: RequestBody): string[] {
  const { stop } = body;
  if (stop == null) return [];
  const list: unknown[] = Array.isArray(stop) ? stop : [stop];
  if (!list.every((text) => typeof text === 'string'))
    throw badSchema('body.stop', 'Input should be a valid string', stop);
  if (list.length > MAX_STOP_STRINGS) {
    const reason = `List should have at most ${MAX_STOP_STRINGS} items after validation, not ${list.length}`;
    throw badSchema('body.stop', reason, stop);
  }
  if (list.includes('')) throw badRequest('stop cannot contain an empty string.');
  return list;
}

function saltOf(body: RequestBody): string {
  const salt = body.cache_salt;
  if (salt == null) return '';
  const reason = "Parameter 'cache_salt' must be a non-empty string if provided.";
  if (typeof salt !== 'string' || salt === '') throw badSchema('body', reason, body);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is one of the characters that vLLM forbids here
  if (salt.length > MAX_SALT_CHARS || /[@/\\\u0000]/.test(salt))
    throw badSchema('cache_salt', "Parameter 'cache_salt' is too long or has forbidden characters.", salt);
  return salt;
}

function checkPart(part: unknown, at: string, model: { id: string; vision: boolean }): void {
  if (isObject(part) && part.type === 'text' && typeof part.text === 'string') return;
  const url = isObject(part) && isObject(part.image_url) ? part.image_url.url : undefined;
  if (!isObject(part) || part.type !== 'image_url' || typeof url !== 'string')
    throw badSchema(`${at}.content`, 'Input should be a valid content part', part);
  if (!model.vision) throw badRequest(`${model.id} is not a multimodal model`);
  if (/^data:image\/[\w.+-]+;base64,[\w+/=-]+$/.test(url)) return;
  // The double fetches nothing: to it, every address is unreachable.
  if (/^https?:/.test(url)) throw unprocessable('Failed to fetch the image from the given URL');
  throw badRequest('The URL must be either a HTTP, data or file URL.');
}

function number(body: RequestBody, name: string): number | null {
  const value = body[name];
  if (value == null) return null;
  if (typeof value === 'number') return value;
  throw badSchema(`body.${name}`, 'Input should be a valid number', value);
}

function integer(body: RequestBody, name: string): number | null {
  const value = number(body, name);
  if (value === null || Number.isInteger(value)) return value;
  throw badSchema(`body.${name}`, 'Input should be a valid integer', value);
}

function isObject(value: unknown): value is RequestBody {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
