import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { conversationKey } from '../conversation/key.ts';
import type { AnswerEvent, Attachment, Message, Platform, Receipt } from '../conversation/types.ts';
import { SwitchboardError } from '../errors.ts';
import type { Switchboard } from '../switchboard.ts';
import { type Ask, parseAsk } from './ask-body.ts';
import { describeAttachments, loadAttachments } from './attachments.ts';
import { sendErrorBody } from './errors.ts';
import { readOpening } from './opening.ts';
import { callerSignal, formatEvent, streamEvents } from './sse.ts';

/** Who asks over HTTP; `workspace` is the part of the conversation key that keeps callers apart. */
export interface Asker {
  readonly platform: Extract<Platform, 'api' | 'web'>;
  readonly workspace: string;
}

/** A question and the id under which its asker knows the conversation. */
interface Question {
  readonly message: Message;
  readonly conversation: string;
}

/**
 * Answers a body `{text, expert?, conversation?, attachments?, stream?}`: with the receipt, or with the turn's
 * events as a stream. A caller that leaves ends the turn.
 */
export async function answerAsk(
  switchboard: Switchboard,
  asker: Asker,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const ask = parseAsk(request.body);
  const left = callerSignal(reply);
  const signal = AbortSignal.any([left, request.server.ending]);
  const hosts = switchboard.config.http.attachmentHosts;
  const attachments = await loadAttachments(ask.attachments, hosts, signal);
  const { message, conversation } = toQuestion(ask, asker, attachments);
  const turn = switchboard.ask(message, signal);
  if (ask.stream) return streamTurn(turn, conversation, reply, left);
  return sendReceipt(turn, conversation, reply, left);
}

/** The message of a body, for a decision without an answer; attachments come without their data. */
export function messageForRoute(body: unknown, asker: Asker): Message {
  const ask = parseAsk(body);
  return toQuestion(ask, asker, describeAttachments(ask.attachments)).message;
}

function toQuestion(ask: Ask, asker: Asker, attachments: readonly Attachment[]): Question {
  const conversation = ask.conversation ?? randomUUID();
  const { platform, workspace } = asker;
  const message: Message = {
    id: `${platform}:${randomUUID()}`,
    platform,
    conversation: conversationKey(platform, workspace, conversation),
    author: { id: workspace, name: null },
    shared: false,
    text: ask.text,
    attachments,
    forced: ask.forced,
  };
  return { message, conversation };
}

async function streamTurn(
  turn: AsyncGenerator<AnswerEvent>,
  conversation: string,
  reply: FastifyReply,
  signal: AbortSignal,
): Promise<FastifyReply> {
  const { failure, events } = await readOpening(turn);
  if (failure !== null) return sendErrorBody(failure, reply);
  await streamEvents(reply, signal, async (write) => {
    for await (const event of events) {
      const shown = event.event === 'done' ? { ...event, data: ownReceipt(event.data, conversation) } : event;
      await write(formatEvent(shown));
    }
  });
  return reply;
}

async function sendReceipt(
  turn: AsyncGenerator<AnswerEvent>,
  conversation: string,
  reply: FastifyReply,
  signal: AbortSignal,
): Promise<FastifyReply> {
  for await (const event of turn) {
    if (event.event === 'done') return reply.send(ownReceipt(event.data, conversation));
    if (event.event === 'error') return sendErrorBody(event.data, reply);
  }
  // Nobody is there to be answered.
  if (signal.aborted) return reply.hijack();
  throw new SwitchboardError('answer_broke_off', 'The answer broke off; try again.');
}

/** The asker's own id instead of the internal key, so that it can be sent back as `conversation`. */
function ownReceipt(receipt: Receipt, conversation: string): Receipt {
  return { ...receipt, conversation };
}
