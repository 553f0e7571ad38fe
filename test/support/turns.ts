import type { StoredTurn } from '../../src/conversation/context.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import type { ExpertName, Message, Receipt } from '../../src/conversation/types.ts';

export const KEY = conversationKey('api', 'test', 'one');

/** A picture of one pixel, in base64. */
export const PIXEL =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** A receipt as a finished turn has it. */
export function receipt(response: string, changes: Partial<Receipt> = {}): Receipt {
  const expert: ExpertName = changes.route?.expert ?? 'general';
  return {
    id: 'turn_1',
    conversation: KEY,
    model_used: 'm',
    expert,
    response,
    timestamp: '2026-01-01T00:00:00.000Z',
    route: { expert, tier: 'default', confidence: 0, scores: {}, reason: 'test' },
    steps: [{ expert, model_used: 'm', ms: 1 }],
    checks: [],
    usage: { prompt_tokens: 10, completion_tokens: 5, cached_tokens: 0 },
    latency_ms: { route: 0, first_token: 1, total: 2 },
    cached: false,
    degraded: null,
    finish: 'stop',
    ...changes,
  };
}

export function storedTurn(text: string, response: string, changes: Partial<StoredTurn> = {}): StoredTurn {
  return { messageId: `id:${text}`, author: null, text, images: [], receipt: receipt(response), ...changes };
}

let messages = 0;

export function message(text: string, changes: Partial<Message> = {}): Message {
  return {
    id: `api:${++messages}`,
    platform: 'api',
    conversation: KEY,
    author: { id: 'u', name: null },
    shared: false,
    text,
    attachments: [],
    forced: null,
    ...changes,
  };
}
