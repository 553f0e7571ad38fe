import type { ChatMessage } from './engine.ts';

/** Role markers and line ends that chat templates put around a message; ChatML takes 5, Llama's up to 12. */
const MESSAGE_OVERHEAD_TOKENS = 16;
/** A template's own start, default system text and generation prompt. */
const PROMPT_OVERHEAD_TOKENS = 48;
/** One image at the size that vision servers are told to cap at (1280 × 28 × 28 pixels); without a cap it is no bound. */
export const IMAGE_TOKENS = 1600;

/**
 * An upper bound of a text's tokens, without asking anybody: tokenizers of the byte-level and byte-fallback
 * families never make more tokens than there are UTF-8 bytes.
 */
export function textTokenBound(text: string): number {
  return Buffer.byteLength(text, 'utf8') + 1;
}

/** An upper bound of the prompt tokens of one message, template overhead included. */
export function messageTokenBound(message: ChatMessage): number {
  if (typeof message.content === 'string') return MESSAGE_OVERHEAD_TOKENS + textTokenBound(message.content);
  let tokens = MESSAGE_OVERHEAD_TOKENS;
  for (const part of message.content) {
    tokens += part.type === 'text' ? textTokenBound(part.text) : IMAGE_TOKENS;
  }
  return tokens;
}

/** An upper bound of the prompt tokens of a whole conversation. */
export function promptTokenBound(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + messageTokenBound(message), PROMPT_OVERHEAD_TOKENS);
}
