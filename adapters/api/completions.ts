import { randomUUID } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import type { InfillRequest } from '../../src/conversation/completion.ts';
import type { Receipt } from '../../src/conversation/types.ts';
import { SwitchboardError } from '../../src/errors.ts';
import { badField, bodyCheck } from '../../src/gateway/body-check.ts';
import { sendErrorBody } from '../../src/gateway/errors.ts';
import { readOpening } from '../../src/gateway/opening.ts';
import { callerSignal, streamEvents } from '../../src/gateway/sse.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { readStop } from './chat-body.ts';
import { LIMITS } from './limits.ts';
import { DONE_LINE, errorLine, finishReason, line, toUsage } from './present.ts';
import { optional, type SamplingFields, samplingSchema } from './sampling-fields.ts';

interface CompletionBody extends SamplingFields {
  readonly prompt: string;
  readonly suffix?: string | null;
}

export const COMPLETION_BODY = {
  type: 'object',
  required: ['prompt'],
  properties: {
    ...samplingSchema,
    prompt: { type: 'string', minLength: 1, maxLength: LIMITS.rawPromptChars },
    suffix: optional('string', {
      maxLength: LIMITS.rawPromptChars,
      description: 'what follows the gap that is to be filled',
    }),
  },
};

const check = bodyCheck<CompletionBody>(COMPLETION_BODY);

/** `POST /v1/completions`: the code expert's raw text in OpenAI's shape, with `suffix` what belongs in the gap. */
export async function answerCompletion(
  switchboard: Switchboard,
  raw: unknown,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const body = check(raw);
  if ((body.n ?? 1) > 1) throw badField('n', 'must be 1: one completion is given.');
  const id = `cmpl-${randomUUID()}`;
  const left = callerSignal(reply);
  const turn = switchboard.infill(toRequest(body, id), AbortSignal.any([left, reply.server.ending]));
  const head = { id, object: 'text_completion', created: Math.floor(Date.now() / 1_000), model: 'code' };
  if (body.stream) return stream(turn, head, reply, left);
  for await (const event of turn) {
    if (event.event === 'error') return sendErrorBody(event.data, reply);
    if (event.event === 'done') return reply.send(whole(head, event.data));
  }
  if (left.aborted) return reply.hijack();
  throw new SwitchboardError('answer_broke_off', 'The completion broke off; try again.');
}

function toRequest(body: CompletionBody, id: string): InfillRequest {
  return {
    id,
    prompt: body.prompt.toWellFormed(),
    suffix: body.suffix?.toWellFormed() ?? null,
    maxTokens: body.max_tokens ?? LIMITS.completionTokens,
    temperature: body.temperature ?? null,
    topP: body.top_p ?? null,
    seed: body.seed ?? null,
    stop: readStop(body.stop ?? []),
  };
}

function whole(head: object, receipt: Receipt): object {
  const choice = { index: 0, text: receipt.response, logprobs: null, finish_reason: finishReason(receipt) };
  return { ...head, choices: [choice], usage: toUsage(receipt), switchboard: receipt };
}

async function stream(
  turn: ReturnType<Switchboard['infill']>,
  head: object,
  reply: FastifyReply,
  left: AbortSignal,
): Promise<FastifyReply> {
  const { events, failure } = await readOpening(turn);
  if (failure !== null) return sendErrorBody(failure, reply);
  const chunk = (text: string, finish: string | null, extra: object = {}) =>
    line({ ...head, choices: [{ index: 0, text, logprobs: null, finish_reason: finish }], ...extra });
  await streamEvents(reply, left, async (write) => {
    for await (const event of events) {
      if (event.event === 'text') await write(chunk(event.data.delta, null));
      if (event.event === 'error') await write(errorLine(event.data));
      if (event.event === 'done') {
        await write(chunk('', finishReason(event.data), { switchboard: event.data }) + DONE_LINE);
      }
    }
  });
  return reply;
}
