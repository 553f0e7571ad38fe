import type { ExpertName } from './types.ts';

/** One message of a stateless request, as OpenAI's clients send it. */
export interface HistoryMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
  /** Data URIs; only on user messages. */
  readonly images: readonly string[];
}

/** A stateless question: the caller brings the history and keeps it. */
export interface CompletionRequest {
  readonly id: string;
  /** At least one; the last one is the question. */
  readonly messages: readonly HistoryMessage[];
  readonly expert: ExpertName | 'auto';
  /** Output cap in tokens; null = as much as the expert gives. */
  readonly maxTokens: number | null;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly seed: number | null;
  readonly stop: readonly string[];
  /** Constrain to a JSON schema, to any JSON object (`true`), or not (`null`). */
  readonly json: Readonly<Record<string, unknown>> | true | null;
  /** The caller sees the text as it comes, so that nothing can take its place. */
  readonly shown?: boolean;
}

/** A raw completion: the text goes to the code expert as it is. */
export interface InfillRequest {
  readonly id: string;
  readonly prompt: string;
  /** What follows the gap to be filled; null = write on after `prompt`. */
  readonly suffix: string | null;
  /** Output cap in tokens. */
  readonly maxTokens: number;
  readonly temperature: number | null;
  readonly topP: number | null;
  readonly seed: number | null;
  readonly stop: readonly string[];
}
