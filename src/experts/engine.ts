import type { Usage } from '../conversation/types.ts';

export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image_url'; readonly image_url: { readonly url: string } };

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ContentPart[];
}

export interface Sampling {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly seed?: number;
  /** vLLM takes four at most. */
  readonly stop?: readonly string[];
  readonly repetitionPenalty?: number;
  /** False: special tokens stand in the text, so that `stop` can find them. */
  readonly skipSpecialTokens?: false;
}

export interface GenerateRequest {
  /** For the chat endpoint; empty when `raw` is set. */
  readonly messages: readonly ChatMessage[];
  /** A prompt for the completions endpoint, sent as it is. */
  readonly raw?: string;
  /** The last message is the beginning of the answer, and is to be written on. vLLM does; others may begin anew. */
  readonly prefill?: true;
  /** Output cap in tokens. */
  readonly maxTokens: number;
  readonly sampling?: Sampling;
  /** Constrains the answer to JSON: to this schema, or to any JSON value with `true`. */
  readonly json?: Readonly<Record<string, unknown>> | true;
  /** Work that nobody waits for (summaries): gives way to people's turns. */
  readonly background?: boolean;
}

export type GenerateEvent =
  /** Waiting for a slot; 1 = next. */
  | { readonly type: 'queue'; readonly position: number }
  | { readonly type: 'text'; readonly delta: string }
  /** Always last. `length`: the output cap cut the answer. */
  | { readonly type: 'end'; readonly finish: 'stop' | 'length'; readonly usage: Usage };

export interface ModelInfo {
  /** The name the server serves the model under: `model_used` in receipts. */
  readonly model: string;
  /** What the server says the model really is; decides the profile. */
  readonly root: string | null;
  /** Context window in tokens: prompt and output together. Infinity where a text of any length is taken in pieces. */
  readonly window: number;
}

/**
 * One running model: a vLLM endpoint or the embedded llama.cpp. All methods throw `ExpertError`
 * (see errors.ts), or the signal's reason once the signal is aborted. No method blocks the event loop.
 */
export interface Engine {
  /** For operators' log lines: the endpoint's URL without credentials, or `embedded`. */
  readonly name: string;
  /** True when the model cannot take images or play the judge: the embedded one. */
  readonly embedded: boolean;
  /** Asked of the server once, then remembered until `forget`. */
  info(signal: AbortSignal): Promise<ModelInfo>;
  /** Drops what is remembered of the server, after it answered that the model is unknown or the window smaller. */
  forget(): void;
  /** Exact prompt tokens: of messages with chat template and generation prompt, or of a raw prompt. */
  countTokens(prompt: readonly ChatMessage[] | string, signal: AbortSignal): Promise<number>;
  /** Streams an answer. Leaving the loop or aborting ends the generation at the server. */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<GenerateEvent>;
  /** True when the server says that it can answer. Never throws. */
  healthy(signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}
