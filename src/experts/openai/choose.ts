import OpenAI from 'openai';
import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { ChatMessage } from '../engine.ts';
import { ExpertError } from '../errors.ts';
import { DEFAULT_PATIENCE, type EndpointOptions } from './client.ts';
import { toExpertError } from './errors.ts';
import { type ReadChoice, readChoice } from './read-choice.ts';

/** A question with a closed list of answers. */
export interface ChoiceRequest {
  readonly messages: readonly ChatMessage[];
  /** Each one token for the model, no two alike: single letters. */
  readonly labels: readonly string[];
}

/** Has a server choose one of the labels. Throws ExpertError, or the signal's reason. */
export interface Chooser {
  choose(request: ChoiceRequest, model: string, signal: AbortSignal): Promise<ReadChoice>;
}

/**
 * What a server understands, most first: vLLM's constraint, log-probabilities alone, neither. A server that answers
 * 400 to one is asked the next, and remembered by what it took.
 */
const MANNERS = ['constrained', 'logprobs', 'bare'] as const;
type Manner = (typeof MANNERS)[number];

/** Nothing holds the model to the labels, so there are more tokens among the likeliest than labels. OpenAI takes 20. */
const FREE_TOP_LOGPROBS = 10;

/** Statuses by which servers refuse fields that they do not know. */
const REFUSALS = [400, 422, 501];

export function createChooser({ apiKey, patience, url }: Omit<EndpointOptions, 'model'>): Chooser {
  const { metadataMs } = { ...DEFAULT_PATIENCE, ...patience };
  const client = new OpenAI({ baseURL: url, apiKey: apiKey ?? 'none', maxRetries: 0, logLevel: 'off' });
  let from = 0;

  async function ask(
    request: ChoiceRequest,
    model: string,
    manner: Manner,
    signal: AbortSignal,
  ): Promise<ReadChoice> {
    const body = choiceBody(request, model, manner);
    const { choices } = await client.chat.completions.create(body, { signal, timeout: metadataMs });
    const tops = choices?.[0]?.logprobs?.content?.[0]?.top_logprobs ?? [];
    return readChoice(tops, choices?.[0]?.message?.content ?? '', request.labels);
  }

  return {
    async choose(request, model, signal) {
      for (const [index, manner] of MANNERS.entries()) {
        if (index < from) continue;
        try {
          const read = await ask(request, model, manner, signal);
          from = index;
          return read;
        } catch (thrown) {
          signal.throwIfAborted();
          const error = toExpertError(thrown, url, false);
          if (error.code !== 'refused' || !REFUSALS.includes(error.status ?? 0)) throw error;
          if (index === MANNERS.length - 1) throw error;
        }
      }
      throw new ExpertError('refused', url, 'takes no question with a closed list of answers');
    },
  };
}

/** vLLM's own fields, which OpenAI's types do not know. */
interface VllmChoice {
  structured_outputs?: { choice: string[] };
  repetition_penalty?: number;
  chat_template_kwargs?: { enable_thinking: false };
}

function choiceBody(
  { labels, messages }: ChoiceRequest,
  model: string,
  manner: Manner,
): ChatCompletionCreateParamsNonStreaming & VllmChoice {
  return {
    model,
    messages: messages as ChatCompletionCreateParamsNonStreaming['messages'],
    max_tokens: 1,
    temperature: 0,
    ...(manner !== 'bare' && {
      logprobs: true,
      top_logprobs: manner === 'constrained' ? labels.length : FREE_TOP_LOGPROBS,
    }),
    ...(manner === 'constrained' && {
      structured_outputs: { choice: [...labels] },
      // Models bring a penalty of their own, and every label has been said before.
      repetition_penalty: 1,
      // The one token must be the label, not the beginning of a thought.
      chat_template_kwargs: { enable_thinking: false },
    }),
  };
}
