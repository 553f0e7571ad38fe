import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { GenerateRequest } from '../engine.ts';

/** vLLM's own field beside OpenAI's; JavaScript has no `extra_body`, extras stand at the top level. */
type VllmParams = ChatCompletionCreateParamsStreaming & { repetition_penalty?: number };

/** The body of `POST /v1/chat/completions` for one request; fields that were not asked for are left out. */
export function chatBody(request: GenerateRequest, model: string): VllmParams {
  const { temperature, topP, seed, stop, repetitionPenalty } = request.sampling ?? {};
  return {
    model,
    messages: request.messages as ChatCompletionCreateParamsStreaming['messages'],
    max_tokens: request.maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && stop.length > 0 && { stop: [...stop] }),
    ...(repetitionPenalty !== undefined && { repetition_penalty: repetitionPenalty }),
    ...(request.json !== undefined && { response_format: responseFormat(request.json) }),
  };
}

function responseFormat(
  json: NonNullable<GenerateRequest['json']>,
): NonNullable<ChatCompletionCreateParamsStreaming['response_format']> {
  if (json === true) return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'answer', schema: json } };
}
