import type { ChatMessage, Engine, GenerateEvent, GenerateRequest } from './engine.ts';
import { ExpertError } from './errors.ts';
import { textTokenBound } from './token-bound.ts';

/** What vLLM answers to a schema that its grammar cannot hold (facts sheet §3), and others in its place. */
const REFUSALS: readonly (number | null)[] = [400, 422, 501];
/** With less room than this left, the words about the schema would cost the answer its end. */
const ANSWER_MIN_TOKENS = 256;

/**
 * An engine's answer. A request for JSON that the server refuses, as it does where its grammar cannot hold the
 * schema, is made once more without grammar, with the schema told in words: what comes is for the caller to check.
 */
export async function* generateJsonOrText(
  engine: Pick<Engine, 'generate'>,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent> {
  try {
    yield* engine.generate(request, signal);
    return;
  } catch (error) {
    const isRefused =
      error instanceof ExpertError && error.code === 'refused' && REFUSALS.includes(error.status);
    if (request.json === undefined || !isRefused) throw error;
  }
  yield* engine.generate(inWords(request), signal);
}

/** The same request without grammar. */
export function inWords({ json, ...request }: GenerateRequest): GenerateRequest {
  const schema = json === undefined || json === true ? null : JSON.stringify(json);
  const last = request.messages.at(-1);
  if (schema === null || last?.role !== 'user' || tells(last, schema)) return request;
  const words = `\n\nReply with JSON only, that fits this JSON Schema:\n${schema}`;
  const maxTokens = request.maxTokens - textTokenBound(words);
  if (maxTokens < ANSWER_MIN_TOKENS) return request;
  return { ...request, maxTokens, messages: [...request.messages.slice(0, -1), withWords(last, words)] };
}

function tells({ content }: ChatMessage, schema: string): boolean {
  const texts =
    typeof content === 'string' ? [content] : content.map((part) => ('text' in part ? part.text : ''));
  return texts.some((text) => text.includes(schema));
}

function withWords(message: ChatMessage, words: string): ChatMessage {
  const { content } = message;
  if (typeof content === 'string') return { ...message, content: content + words };
  return { ...message, content: [...content, { type: 'text', text: words.trimStart() }] };
}
