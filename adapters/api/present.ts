import type { ErrorBody, ExpertName, Receipt } from '../../src/conversation/types.ts';

/** What stays the same in all pieces of one answer in OpenAI's shape. */
export interface ChatHead {
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  readonly expert: ExpertName;
}

/** The whole answer as `chat.completion`, the receipt beside it. */
export function toCompletion(head: ChatHead, receipt: Receipt): object {
  const message = { role: 'assistant', content: receipt.response, refusal: null };
  const choice = { index: 0, message, logprobs: null, finish_reason: finishReason(receipt) };
  return {
    ...shape(head, 'chat.completion'),
    choices: [choice],
    usage: toUsage(receipt),
    switchboard: receipt,
  };
}

/** The first piece of a stream: who speaks. */
export function roleChunk(head: ChatHead): string {
  return chunk(head, { role: 'assistant', content: '', refusal: null }, null);
}

export function textChunk(head: ChatHead, delta: string): string {
  return chunk(head, { content: delta }, null);
}

/** The last piece with a choice: why the text ends, and the receipt. */
export function finishChunk(head: ChatHead, receipt: Receipt): string {
  return chunk(head, {}, finishReason(receipt), { switchboard: receipt });
}

export function usageChunk(head: ChatHead, receipt: Receipt): string {
  return line({ ...shape(head, 'chat.completion.chunk'), choices: [], usage: toUsage(receipt) });
}

export function errorLine(body: ErrorBody): string {
  return line(body);
}

export const DONE_LINE = 'data: [DONE]\n\n';

function chunk(head: ChatHead, delta: object, finish: string | null, extra: object = {}): string {
  const choice = { index: 0, delta, logprobs: null, finish_reason: finish };
  return line({ ...shape(head, 'chat.completion.chunk'), choices: [choice], ...extra });
}

/** `model` is what can be sent back as `model`; which model that was at the time is in the receipt. */
function shape({ id, created, expert }: ChatHead, object: string): object {
  return { id, object, created, model: expert };
}

export function line(data: object): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}

export function finishReason({ finish }: Receipt): 'stop' | 'length' {
  return finish === 'length' ? 'length' : 'stop';
}

export function toUsage({ usage }: Receipt): object {
  return {
    prompt_tokens: usage.prompt_tokens,
    completion_tokens: usage.completion_tokens,
    total_tokens: usage.prompt_tokens + usage.completion_tokens,
    prompt_tokens_details: { cached_tokens: usage.cached_tokens },
  };
}
