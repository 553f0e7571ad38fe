import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { JsonForm } from '../../src/conversation/json-answer.ts';
import type { AnswerEvent, ErrorBody, Receipt } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { sendErrorBody } from '../../src/gateway/errors.ts';
import { readOpening } from '../../src/gateway/opening.ts';
import { callerSignal, streamEvents, type Write } from '../../src/gateway/sse.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { type ChatAsk, parseChat } from './chat-body.ts';
import {
  type ChatHead,
  DONE_LINE,
  errorLine,
  finishChunk,
  roleChunk,
  textChunk,
  toCompletion,
  usageChunk,
} from './present.ts';
import { schemaUnmet, verdictOn } from './response-format.ts';

const EXPERT_HEADER = 'x-switchboard-expert';

/** Answers `POST /v1/chat/completions`. A caller that leaves ends the turn. */
export async function answerChat(
  switchboard: Switchboard,
  body: unknown,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const id = `chatcmpl-${randomUUID()}`;
  const signal = callerSignal(reply);
  const ending = AbortSignal.any([signal, reply.server.ending]);
  const ask = await parseChat(body, id, ending);
  const { json } = ask.request;
  const created = Math.floor(Date.now() / 1_000);
  const turn = switchboard.complete(ask.request, ending);
  if (ask.stream && json === null) return streamText(turn, ask, { id, created }, reply, signal);

  const end = await readToEnd(turn, json, ending);
  if ('error' in end) return sendErrorBody(end, reply);
  const head: ChatHead = { id, created, expert: end.expert };
  reply.header(EXPERT_HEADER, head.expert);
  if (!ask.stream) return reply.send(toCompletion(head, end));
  await streamEvents(reply, signal, async (write) => {
    await write(roleChunk(head));
    await write(textChunk(head, end.response));
    await writeEnd(write, head, end, ask.includeUsage);
  });
  return reply;
}

/** The receipt, or why there is none. An answer that had to be JSON and is not counts as an error. */
async function readToEnd(
  turn: AsyncGenerator<AnswerEvent>,
  json: JsonForm | null,
  signal: AbortSignal,
): Promise<Receipt | ErrorBody> {
  for await (const event of turn) {
    if (event.event === 'error') return event.data;
    if (event.event === 'done') return checked(event.data, json, signal);
  }
  throw brokeOff();
}

/** Whatever was done before: nothing goes out as JSON that is not what was asked for. */
async function checked(receipt: Receipt, json: JsonForm | null, signal: AbortSignal): Promise<Receipt> {
  if (json === null) return receipt;
  const verdict = await verdictOn(receipt, receipt.response, json, signal);
  if (!verdict.ok) throw schemaUnmet(receipt, verdict.problem, 'response_format');
  const isChecked = receipt.checks.some(({ name }) => name === 'json');
  return isChecked
    ? receipt
    : { ...receipt, checks: [...receipt.checks, { name: 'json', status: 'passed' }] };
}

async function streamText(
  turn: AsyncGenerator<AnswerEvent>,
  { includeUsage }: ChatAsk,
  { id, created }: Omit<ChatHead, 'expert'>,
  reply: FastifyReply,
  signal: AbortSignal,
): Promise<FastifyReply> {
  const { failure, route, events } = await readOpening(turn);
  if (failure !== null) return sendErrorBody(failure, reply);
  if (route === null) throw brokeOff();
  const head: ChatHead = { id, created, expert: route.expert };
  reply.header(EXPERT_HEADER, head.expert);
  await streamEvents(reply, signal, async (write) => {
    await write(roleChunk(head));
    let sent = '';
    for await (const event of events) {
      if (event.event === 'error') return write(errorLine(event.data));
      if (event.event === 'done') return writeEnd(write, head, event.data, includeUsage);
      const delta = deltaOf(event, sent);
      if (delta === '') continue;
      sent += delta;
      await write(textChunk(head, delta));
    }
    await write(errorLine(brokeOff().toBody()));
  });
  return reply;
}

/** This shape cannot take text back: of a replaced answer only what goes on from the sent text can be shown. */
function deltaOf(event: AnswerEvent, sent: string): string {
  if (event.event === 'text') return event.data.delta;
  if (event.event === 'replace' && event.data.text.startsWith(sent))
    return event.data.text.slice(sent.length);
  return '';
}

async function writeEnd(
  write: Write,
  head: ChatHead,
  receipt: Receipt,
  includeUsage: boolean,
): Promise<void> {
  await write(finishChunk(head, receipt));
  if (includeUsage) await write(usageChunk(head, receipt));
  await write(DONE_LINE);
}

function brokeOff(): SwitchboardError {
  return new SwitchboardError('answer_broke_off', 'The answer broke off; try again.');
}
