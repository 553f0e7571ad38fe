import { randomUUID } from 'node:crypto';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { type Answer, answerOf, type Piece } from './answer.ts';
import type { Behaviour, Fault, RequestBody } from './behaviour.ts';
import type { Engine } from './engine.ts';
import { badRequest, unsupported } from './errors.ts';
import { type Exchange, type Model, sendJson } from './exchange.ts';
import { strike } from './fault.ts';
import { chatPrompt, outputRoom, type Prompt, rawPrompt, textsOf } from './prompt.ts';
import { checkChat, type GenerationRequest, parseGeneration } from './request.ts';
import { chatShape, completionShape, type Shape, type Usage, usageBody } from './shapes.ts';

/** What a request is answered with: the model it named, the slots, and the fault that strikes in mid-stream. */
export interface Serving {
  readonly model: Model;
  readonly engine: Engine;
  /** Asked again when the request's turn comes: it may have waited. */
  readonly behaviour: () => Behaviour;
  readonly fault: Fault | null;
}

/** POST /v1/chat/completions; throws ApiError. */
export async function chat(exchange: Exchange, given: RequestBody, serving: Serving): Promise<void> {
  const body = understood(given, serving.behaviour().choices);
  const request = parseGeneration(body, 'chat');
  checkChat(body);
  const { model } = serving;
  if (model.runner !== 'generate') throw unsupported('Chat Completions');
  const head = { id: `chatcmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: model.id };
  await generate(exchange, request, [chatPrompt(body, model)], serving, chatShape(head, request.logprobs));
}

/** The body as a server other than vLLM takes it; throws ApiError for what it refuses. */
function understood(body: RequestBody, choices: Behaviour['choices']): RequestBody {
  if (choices === 'vllm') return body;
  const { logprobs, structured_outputs, top_logprobs, ...rest } = body;
  if (choices === 'silent') return rest;
  if (structured_outputs !== undefined) throw badRequest('Unknown parameter: structured_outputs.');
  if (choices === 'no_logprobs' && logprobs !== undefined) {
    throw badRequest('logprobs is not supported by this server.');
  }
  return body;
}

/** POST /v1/completions, one prompt or several; throws ApiError. */
export async function completion(exchange: Exchange, body: RequestBody, serving: Serving): Promise<void> {
  const request = parseGeneration(body, 'completion');
  const { model } = serving;
  if (model.runner !== 'generate') throw unsupported('Completions');
  if (body.suffix != null) throw badRequest('suffix is not currently supported');
  if (body.echo === true) throw badRequest('echo is not played by this double');
  const prompts = textsOf('prompt', body.prompt).map(rawPrompt);
  const head = { id: `cmpl-${randomUUID()}`, created: Math.floor(Date.now() / 1000), model: model.id };
  await generate(exchange, request, prompts, serving, completionShape(head, request.logprobs));
}

async function generate(
  exchange: Exchange,
  request: GenerationRequest,
  prompts: readonly Prompt[],
  serving: Serving,
  shape: Shape,
): Promise<void> {
  const { engine, model } = serving;
  const rooms = prompts.map((prompt) => outputRoom(request, prompt, model.window));
  const priority = priorityOf(exchange, request, serving.behaviour());
  engine.admit();
  // A stream is opened before its turn has come: the 200 says nothing about when the first token comes.
  if (request.stream) {
    exchange.res.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).flushHeaders();
  }
  const release = await engine.acquire(priority, exchange.signal);
  try {
    const behaviour = serving.behaviour();
    const salt = `${model.id}|${request.cacheSalt}`;
    const cached = sum(prompts.map((prompt) => engine.cache.readThrough(salt, prompt.cacheTokens)));
    const answers = prompts.flatMap((prompt, i) =>
      Array.from({ length: request.choices }, () =>
        answerOf(request, prompt, rooms[i] ?? 1, behaviour, model.specialTokens),
      ),
    );
    const usage: Usage = {
      prompt: sum(prompts.map(({ tokens }) => tokens.length)),
      generated: sum(answers.map(({ pieces }) => pieces.length)),
      cached: behaviour.promptTokensDetails ? cached : null,
    };
    engine.totals.prompt += usage.prompt;
    engine.totals.cached += cached;
    const whole = await play(exchange, request, answers, usage, { behaviour, fault: serving.fault }, shape);
    if (!whole) return;
    answers.forEach((answer, i) => {
      engine.totals[answer.finish]++;
      const prompt = prompts[Math.floor(i / request.choices)]?.cacheTokens ?? [];
      engine.cache.readThrough(salt, [...prompt, ...answer.pieces.map(({ id }) => id)]);
    });
  } finally {
    engine.totals.generated += exchange.tokens;
    if (exchange.signal.aborted) engine.totals.abort++;
    release();
  }
}

/** Sends the answers at the pace of the behaviour; false when a fault cut them off. */
async function play(
  exchange: Exchange,
  request: GenerationRequest,
  answers: readonly Answer[],
  usage: Usage,
  { behaviour, fault }: { behaviour: Behaviour; fault: Fault | null },
  shape: Shape,
): Promise<boolean> {
  const { res, signal } = exchange;
  const faultAt = fault === null ? null : Math.min(fault.afterTokens ?? 0, Math.max(usage.generated - 1, 0));
  const send = (chunk: object) => {
    const running = { usage: usageBody({ ...usage, generated: exchange.tokens, cached: null }) };
    res.write(`data: ${JSON.stringify(request.continuousUsage ? { ...chunk, ...running } : chunk)}\n\n`);
  };
  await pause(behaviour.firstTokenMs, signal);
  for (const [index, answer] of answers.entries()) {
    const opening = shape.open(index);
    if (request.stream && opening !== null) send(opening);
    const cut = faultAt === null ? null : faultAt - exchange.tokens;
    for (const group of groupsOf(answer.pieces, behaviour.tokensPerChunk, cut)) {
      if (fault !== null && exchange.tokens === faultAt) {
        await strike(fault, exchange, request.stream);
        return false;
      }
      await pause(behaviour.tokenMs * group.length, signal);
      exchange.tokens += group.length;
      const last = group.at(-1) === answer.pieces.at(-1);
      if (request.stream) send(shape.chunk(index, group, last ? answer : null));
    }
  }
  if (!request.stream) {
    sendJson(res, 200, shape.whole(answers, usage));
    return true;
  }
  if (request.includeUsage) res.write(`data: ${JSON.stringify(shape.usage(usage))}\n\n`);
  res.end('data: [DONE]\n\n');
  return true;
}

/** The pieces as they go out together, with a border at `cut`; one empty group for an empty answer. */
function* groupsOf(pieces: readonly Piece[], size: number, cut: number | null): Generator<readonly Piece[]> {
  let at = 0;
  do {
    let end = at + Math.max(1, size);
    if (cut !== null && at < cut && cut < end) end = cut;
    yield pieces.slice(at, end);
    at = end;
  } while (at < pieces.length);
}

function priorityOf(exchange: Exchange, request: GenerationRequest, behaviour: Behaviour): number {
  const priority = Number(exchange.headers['x-vllm-priority'] ?? request.body.priority ?? 0);
  if (priority !== 0 && !behaviour.priorityScheduling)
    throw badRequest(`Got priority ${priority} but Priority scheduling is not enabled.`);
  return priority;
}

/** Without a delay it still lets the event loop turn, so that a client that went away is seen. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await setTimeout(ms, undefined, { signal });
  else await setImmediate(undefined, { signal });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
