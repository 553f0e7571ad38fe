import { type Answer, logprobsOf, type Piece } from './answer.ts';

export interface Usage {
  readonly prompt: number;
  readonly generated: number;
  /** Null unless the server tells prompt token details. */
  readonly cached: number | null;
}

/** How one endpoint dresses the same generation. */
export interface Shape {
  /** The chunk that opens a choice, where there is one. */
  open(index: number): object | null;
  /** A chunk of some tokens; `end` is set on the last one of a choice. */
  chunk(index: number, pieces: readonly Piece[], end: Answer | null): object;
  /** The last chunk of a stream with usage: no choices. */
  usage(usage: Usage): object;
  /** The whole response at once. */
  whole(answers: readonly Answer[], usage: Usage): object;
}

interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

/** The shapes of /v1/chat/completions; `top` alternatives in logprobs, null for none. */
export function chatShape(head: Head, top: number | null): Shape {
  const start = { id: head.id, object: 'chat.completion.chunk', created: head.created, model: head.model };
  return {
    open: (index) => ({
      ...start,
      choices: [{ index, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null }],
    }),
    chunk: (index, pieces, end) => {
      const reasoning = textIn(pieces, 'reasoning');
      const content = textIn(pieces, 'content');
      const delta = {
        ...(reasoning === '' ? {} : { reasoning }),
        ...(content === '' && reasoning !== '' ? {} : { content }),
      };
      const choice = { index, delta, logprobs: chatLogprobs(pieces, top), finish_reason: null };
      const ending = end === null ? {} : { finish_reason: end.finish, stop_reason: end.stopReason };
      return { ...start, choices: [{ ...choice, ...ending, token_ids: null }] };
    },
    usage: (usage) => ({ ...start, choices: [], usage: usageBody(usage) }),
    whole: (answers, usage) => ({
      ...start,
      object: 'chat.completion',
      choices: answers.map(({ pieces, finish, stopReason }, index) => ({
        index,
        message: {
          role: 'assistant',
          content: textIn(pieces, 'content'),
          refusal: null,
          annotations: null,
          audio: null,
          function_call: null,
          reasoning: textIn(pieces, 'reasoning') || null,
        },
        logprobs: chatLogprobs(pieces, top),
        finish_reason: finish,
        stop_reason: stopReason,
        token_ids: null,
      })),
      service_tier: null,
      system_fingerprint: null,
      usage: { prompt_tokens_details: null, ...usageBody(usage) },
      prompt_logprobs: null,
      prompt_token_ids: null,
      kv_transfer_params: null,
    }),
  };
}

/** The shapes of /v1/completions. */
export function completionShape(head: Head, top: number | null): Shape {
  const start = { id: head.id, object: 'text_completion', created: head.created, model: head.model };
  const choiceOf = (index: number, pieces: readonly Piece[], end: Answer | null) => ({
    index,
    text: pieces.map((piece) => piece.text).join(''),
    logprobs: completionLogprobs(pieces, top),
    finish_reason: end?.finish ?? null,
    stop_reason: end?.stopReason ?? null,
  });
  return {
    open: () => null,
    chunk: (index, pieces, end) => ({ ...start, choices: [choiceOf(index, pieces, end)], usage: null }),
    usage: (usage) => ({ ...start, choices: [], usage: usageBody(usage) }),
    whole: (answers, usage) => ({
      ...start,
      choices: answers.map((answer, index) => ({
        ...choiceOf(index, answer.pieces, answer),
        prompt_logprobs: null,
      })),
      service_tier: null,
      system_fingerprint: null,
      usage: { prompt_tokens_details: null, ...usageBody(usage) },
      kv_transfer_params: null,
    }),
  };
}

/** The usage object; without the details where the server does not tell them. */
export function usageBody({ prompt, generated, cached }: Usage) {
  return {
    prompt_tokens: prompt,
    total_tokens: prompt + generated,
    completion_tokens: generated,
    ...(cached === null ? {} : { prompt_tokens_details: { cached_tokens: cached } }),
  };
}

function textIn(pieces: readonly Piece[], channel: Piece['channel']): string {
  return pieces.map((piece) => (piece.channel === channel ? piece.text : '')).join('');
}

function chatLogprobs(pieces: readonly Piece[], top: number | null) {
  if (top === null) return null;
  const told = (one: { token: string; logprob: number }) => ({
    token: one.token,
    logprob: one.logprob,
    bytes: [...Buffer.from(one.token)],
  });
  return {
    content: pieces.map((piece) => {
      const one = logprobsOf(piece, top);
      return { ...told(one), top_logprobs: one.top.map(told) };
    }),
  };
}

function completionLogprobs(pieces: readonly Piece[], top: number | null) {
  if (top === null) return null;
  const all = pieces.map((piece) => logprobsOf(piece, top));
  let offset = 0;
  return {
    text_offset: all.map(({ token }) => {
      offset += token.length;
      return offset - token.length;
    }),
    token_logprobs: all.map(({ logprob }) => logprob),
    tokens: all.map(({ token }) => token),
    top_logprobs: all.map((one) =>
      Object.fromEntries([one, ...one.top].map(({ token, logprob }) => [token, logprob])),
    ),
  };
}
