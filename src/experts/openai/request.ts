import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { CompletionCreateParamsStreaming } from 'openai/resources/completions';
import type { GenerateRequest, Sampling } from '../engine.ts';

/** vLLM's own fields beside OpenAI's; JavaScript has no `extra_body`, extras stand at the top level. */
interface VllmExtras {
  repetition_penalty?: number;
  top_k?: number;
  skip_special_tokens?: boolean;
  continue_final_message?: boolean;
  add_generation_prompt?: boolean;
  /** OpenAI's on chat; vLLM takes it on raw completions, too. */
  response_format?: ChatCompletionCreateParamsStreaming['response_format'];
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
    ...(request.prefill && { continue_final_message: true, add_generation_prompt: false }),
    ...(request.json !== undefined && { response_format: responseFormat(request.json) }),
  };
}

/** The body of `POST /v1/completions`: the prompt goes out as it is. */
export function completionBody(
  { json, maxTokens, raw, sampling }: GenerateRequest & { readonly raw: string },
  model: string,
): CompletionCreateParamsStreaming & VllmExtras {
  return {
    model,
    prompt: raw,
    max_tokens: maxTokens,
    stream: true,
    stream_options: { include_usage: true },
    ...samplingFields(sampling ?? {}),
    ...(json !== undefined && { response_format: responseFormat(json) }),
  };
}

function samplingFields(sampling: Sampling) {
  const { temperature, topP, topK, seed, stop, repetitionPenalty, skipSpecialTokens } = sampling;
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(topK !== undefined && { top_k: topK }),
    ...(seed !== undefined && { seed }),
    ...(stop !== undefined && stop.length > 0 && { stop: [...stop] }),
    ...(repetitionPenalty !== undefined && { repetition_penalty: repetitionPenalty }),
    ...(skipSpecialTokens !== undefined && { skip_special_tokens: skipSpecialTokens }),
  };
}

function responseFormat(
  json: NonNullable<GenerateRequest['json']>,
): NonNullable<ChatCompletionCreateParamsStreaming['response_format']> {
  if (json === true) return { type: 'json_object' };
  return { type: 'json_schema', json_schema: { name: 'answer', schema: json } };
}
