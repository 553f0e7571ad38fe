/** What a stateless request may hold. Ranges are those of OpenAI's reference, `stop` is also vLLM's own limit. */
export const LIMITS = {
  /** More than any context window holds; keeps the check of a hostile body short. */
  messages: 20_000,
  temperatureMax: 2,
  stopStrings: 4,
  /** Of prompt and of suffix: several times the largest window. */
  rawPromptChars: 1024 * 1024,
  /** Of an id that a caller gives a conversation, in characters; as in `/v1/ask`. */
  conversationChars: 200,
  /** Where `max_tokens` is not given: a gap in code is short. OpenAI's default, and vLLM's, is 16. */
  completionTokens: 256,
} as const;
