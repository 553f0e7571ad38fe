import OpenAI, { APIError } from 'openai';
import type { ChatCompletionChunk, ChatCompletionCreateParamsNonStreaming } from 'openai/resources';
import { expect, onTestFinished } from 'vitest';
import { startVllm, type VllmOptions } from './vllm/server.ts';

export const MODEL = 'double/chat-7b';
export const HELLO = { model: MODEL, messages: [{ role: 'user' as const, content: 'Hello there' }] };

/** A double that ends with the test, and the real client in front of it. */
export async function start(options: VllmOptions = {}, apiKey = 'none') {
  const vllm = await startVllm(options);
  onTestFinished(() => vllm.close());
  return { vllm, client: clientOf(vllm.url, apiKey) };
}

/** The real client, without its silent retries; it is known to log broken chunks. */
export function clientOf(baseURL: string, apiKey = 'none'): OpenAI {
  return new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: 5000, logLevel: 'off' });
}

/** Asks without a stream. vLLM's own fields are not in the client's types. */
export function ask(client: OpenAI, extra: Record<string, unknown> = {}, signal?: AbortSignal) {
  const params = { ...HELLO, ...extra } as ChatCompletionCreateParamsNonStreaming;
  return client.chat.completions.create(params, { signal });
}

export async function streamOf(client: OpenAI, extra: Record<string, unknown> = {}, signal?: AbortSignal) {
  const params = { ...HELLO, stream: true as const };
  return client.chat.completions.create({ ...params, ...extra, stream: true }, { signal });
}

export async function chunksOf(
  client: OpenAI,
  extra: Record<string, unknown> = {},
): Promise<ChatCompletionChunk[]> {
  return Array.fromAsync(await streamOf(client, extra));
}

/** The error that a request fails with; an answer fails the test. */
export async function failure(request: Promise<unknown>): Promise<unknown> {
  return request.then(
    () => expect.fail('was answered'),
    (reason: unknown) => reason,
  );
}

/** The same, when it is an error of the client's own kind. */
export async function refusal(request: Promise<unknown>): Promise<APIError> {
  const error = await failure(request);
  expect(error).toBeInstanceOf(APIError);
  return error as APIError;
}
