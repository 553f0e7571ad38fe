import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { askForJson, inner } from '../../src/conversation/json-answer.ts';
import { conversationKey } from '../../src/conversation/key.ts';
import type { AnswerEvent, ErrorBody, Receipt } from '../../src/conversation/types.ts';
import { SwitchboardError, statusOf } from '../../src/errors.ts';
import type { Asker } from '../../src/gateway/ask.ts';
import { sendErrorBody } from '../../src/gateway/errors.ts';
import { callerSignal } from '../../src/gateway/sse.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { type JsonAsk, parseJsonAsk } from './json-body.ts';
import { receiptHeader } from './receipt-header.ts';
import { schemaUnmet, verdictOn } from './response-format.ts';

const RECEIPT_HEADER = 'x-switchboard-receipt';
const EXPERT_HEADER = 'x-switchboard-expert';
/** The contract's words. */
const FALLBACK = { result: 'Service temporarily unavailable.', confidence: 0, source: 'fallback' };

/**
 * Answers `POST /v1/completions/json` with the JSON value itself: valid against the schema, or no 200. Without a
 * schema it always is a 200, but for mistakes of the caller. A caller that leaves ends the turn.
 */
export async function answerJson(
  switchboard: Switchboard,
  asker: Asker,
  body: unknown,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const left = callerSignal(reply);
  const signal = AbortSignal.any([left, reply.server.ending]);
  const ask = await parseJsonAsk(body, signal);
  const { conversation, turn } = begin(switchboard, asker, ask, signal);
  const end = await endOf(turn);
  // Nobody is there to be answered.
  if (left.aborted) return reply.hijack();
  if (end === null || 'error' in end) return sendFailure(end ?? brokeOff(), ask, reply);

  const receipt = { ...end, conversation };
  reply.header(EXPERT_HEADER, receipt.expert).header(RECEIPT_HEADER, receiptHeader(receipt));
  const verdict = await verdictOn(receipt, inner(receipt.response), ask.schema, signal);
  if (verdict.ok) return sendValue(verdict.value, reply);
  if (ask.isPlain) return sendValue(FALLBACK, reply);
  throw schemaUnmet(receipt, verdict.problem, 'schema');
}

/** With a conversation it is a turn of that, else a question of its own that nothing is kept of. */
function begin(
  switchboard: Switchboard,
  { platform, workspace }: Asker,
  { conversation, prompt, schema: json }: JsonAsk,
  signal: AbortSignal,
): { readonly turn: AsyncGenerator<AnswerEvent>; readonly conversation: string } {
  if (conversation === null) {
    const id = `json-${randomUUID()}`;
    const messages = [{ role: 'user' as const, text: askForJson(prompt, json), images: [] }];
    const free = { maxTokens: null, temperature: null, topP: null, seed: null, stop: [] };
    const request = { id, messages, expert: 'structured' as const, ...free, json };
    return { turn: switchboard.complete(request, signal), conversation: id };
  }
  const message = {
    id: `${platform}:${randomUUID()}`,
    platform,
    conversation: conversationKey(platform, workspace, conversation),
    author: { id: workspace, name: null },
    shared: false,
    text: prompt,
    attachments: [],
    forced: 'structured' as const,
    json,
  };
  return { turn: switchboard.ask(message, signal), conversation };
}

async function endOf(turn: AsyncGenerator<AnswerEvent>): Promise<Receipt | ErrorBody | null> {
  for await (const event of turn) {
    if (event.event === 'error') return event.data;
    // Stopped by this server's own end: no answer was refused.
    if (event.event === 'done') return event.data.finish === 'stopped' ? null : event.data;
  }
  return null;
}

function sendFailure(failure: ErrorBody, { isPlain }: JsonAsk, reply: FastifyReply): FastifyReply {
  return isPlain && statusOf(failure) >= 500 ? sendValue(FALLBACK, reply) : sendErrorBody(failure, reply);
}

/** Written here: the server would send a text as it is, and no JSON for null. */
function sendValue(value: unknown, reply: FastifyReply): FastifyReply {
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(value));
}

function brokeOff(): ErrorBody {
  return new SwitchboardError('answer_broke_off', 'The answer broke off; try again.').toBody();
}
