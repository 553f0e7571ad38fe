/** What a stateless request may hold. Ranges are those of OpenAI's reference, `stop` is also vLLM's own limit. */
export const LIMITS = {
  /** More than any context window holds; keeps the check of a hostile body short. */
  messages: 20_000,
  temperatureMax: 2,
  stopStrings: 4,
} as const;
