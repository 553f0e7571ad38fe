import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsStreaming } from 'openai/resources/completions';
import type { GenerateRequest, Sampling } from '../engine.ts';

/** vLLM's own field beside OpenAI's; JavaScript has no `extra_body`, extras stand at the top level. */
interface VllmExtras {
  repetition_penalty?: number;
  top_k?: number;
}

/** The body of `POST /v1/chat/completions` for one request; fields that were not asked for are left out. */
export function chatBody(
  request: GenerateRequest,
  model: string,
): ChatCompletionCreateParamsStreaming & VllmExtras {
  return {
    model,
    messages: request.messages as ChatCompletionCreateParamsStreaming['messages'],
    max_tokens: request.maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    ...samplingFields(request.sampling ?? {}),
    ...(request.json !== undefined && { response_format: responseFormat(request.json) }),
  };
}

/** The body of `POST /v1/completions`: the prompt goes out as it is. */
export function completionBody(
  { maxTokens, raw, sampling }: GenerateRequest & { readonly raw: string },
  model: string,
): CompletionCreateParamsStreaming & VllmExtras {
  return {
    model,
    prompt: raw,
    max_tokens: maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    ...samplingFields(sampling ?? {}),
  };
}

function samplingFields({ temperature, topP, topK, seed, stop, repetitionPenalty }: Sampling) {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && stop.length > 0 && { stop: [...stop] }),
    ...(repetitionPenalty !== undefined && { repetition_penalty: repetitionPenalty }),
  };
}

function responseFormat(
  json: NonNullable<GenerateRequest['json']>,
): NonNullable<ChatCompletionCreateParamsStreaming['response_format']> {
  if (json === true) return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'answer', schema: json } };
}
