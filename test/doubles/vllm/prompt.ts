import { createHash } from 'node:crypto';
import type { RequestBody } from './behaviour.ts';
import { imagesOf, renderChat, type TemplateMessage } from './chat-template.ts';
import { badRequest, badSchema, contextOverflow, outputOverflow, textOverflow } from './errors.ts';
import type { Model } from './exchange.ts';
import { type GenerationRequest, parseMessages } from './request.ts';
import { detokenize, IMAGE_PAD, MAX_CHARS_PER_TOKEN, tokenize } from './tokenizer.ts';

export interface Prompt {
  readonly text: string;
  readonly tokens: readonly number[];
  /** The tokens with each image in place of its placeholders: what the prefix cache compares. */
  readonly cacheTokens: readonly number[];
}

const NO_TEMPLATE =
  'As of transformers v4.44, default chat template is no longer allowed, so you must provide a chat template if the ' +
  'tokenizer does not define one.';

/** The prompt of a chat body, for generating and for /tokenize; throws ApiError. */
export function chatPrompt(body: RequestBody, model: Model): Prompt {
  if (!model.chatTemplate) throw badRequest(NO_TEMPLATE);
  const messages = parseMessages(body, model);
  if (model.alternating) checkAlternation(messages);
  const pictures = imagesOf(messages);
  if (pictures.length > model.imagesMax)
    throw badRequest(`At most ${model.imagesMax} image(s) may be provided in one prompt.`);
  const text = renderChat(messages, {
    imageTokens: model.imageTokens,
    addGenerationPrompt: body.add_generation_prompt !== false,
    continueFinalMessage: body.continue_final_message === true,
  });
  const tokens = tokenize(text);
  const images = pictures.map(imageId);
  return { text, tokens, cacheTokens: images.length === 0 ? tokens : withImages(tokens, images) };
}

export function rawPrompt(text: string): Prompt {
  const tokens = tokenize(text);
  return { text, tokens, cacheTokens: tokens };
}

/** A `prompt` or `input` field as texts: a string, strings, token ids, or lists of those; throws ApiError. */
export function textsOf(field: string, value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || value.length === 0)
    throw badSchema(`body.${field}`, 'Input should be a valid string or a non-empty list', value ?? '');
  const list: unknown[] = typeof value[0] === 'number' ? [value] : value;
  return list.map((one) => {
    if (typeof one === 'string') return one;
    if (Array.isArray(one) && one.every(Number.isInteger)) return textOfTokens(one);
    throw badSchema(`body.${field}`, 'Input should be a valid string', one);
  });
}

/** The text of token ids from outside; throws ApiError. */
export function textOfTokens(tokens: readonly number[]): string {
  try {
    return detokenize(tokens);
  } catch (error) {
    throw badRequest(error instanceof Error ? error.message : String(error));
  }
}

/** How many tokens may be generated behind this prompt; throws ApiError when it does not fit the window. */
export function outputRoom(request: GenerationRequest, prompt: Prompt, window: number): number {
  const wanted = request.maxTokens ?? 0;
  if (wanted > window) throw outputOverflow(window, wanted, request.maxTokensParam);
  const maxChars = (window - wanted) * MAX_CHARS_PER_TOKEN;
  if (prompt.text.length > maxChars) throw textOverflow(window, wanted, prompt.text.length, maxChars);
  if (prompt.tokens.length + Math.max(wanted, 1) > window) throw contextOverflow(window, wanted);
  return request.maxTokens ?? window - prompt.tokens.length;
}

/** What Llama 2's template raises: a system text may stand first, then user and assistant take turns. */
function checkAlternation(messages: readonly TemplateMessage[]): void {
  const spoken = messages[0]?.role === 'system' ? messages.slice(1) : messages;
  if (spoken.every(({ role }, index) => (role === 'user') === (index % 2 === 0))) return;
  throw badRequest('Conversation roles must alternate user/assistant/user/assistant/...');
}

function imageId(url: string): number {
  return -createHash('sha256').update(url).digest().readUInt32BE(0) - 1;
}

function withImages(tokens: readonly number[], images: readonly number[]): number[] {
  let image = -1;
  return tokens.map((token, i) => {
    if (token !== IMAGE_PAD) return token;
    if (tokens[i - 1] !== IMAGE_PAD) image++;
    return images[image] ?? token;
  });
}
