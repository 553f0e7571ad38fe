import type { FastifyReply, FastifyRequest } from 'fastify';
import { askedAgain } from '../../../commands/press.ts';
import type { Message } from '../../../src/conversation/types.ts';
import { EMPTY_MESSAGE } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { KEY_HOLDER } from '../../../src/feedback/feedback.ts';
import { continuation } from '../conversations/continuing.ts';
import type { Judgement, Stopped } from '../protocol.ts';
import { beginTurn, emptyMessage, knownRecording } from './begin.ts';
import { checkAgain, checkContinue, checkJudgement, checkQuestion, textOf } from './bodies.ts';
import { messageId, noTurn, type Room, roomOf, type Web } from './rooms.ts';
import { streamSaying, streamTurn } from './stream.ts';
import { meaningOf } from './typed.ts';
import { readUploads } from './uploads.ts';

interface OfTurn {
  readonly Params: { readonly id: string; readonly turn: string };
}

const CONVERSATION = '/web/conversations/:id';
const TURN = `${CONVERSATION}/turns/:turn`;

/** What asks, and what is done to answers. */
export function mountTurns(web: Web): void {
  const { app, live, switchboard } = web;

  app.post(`${CONVERSATION}/turns`, async (request, reply) => {
    const body = checkQuestion(request.body);
    const room = roomOf(web, request, reply);
    const id = messageId(room, body.key);
    const known = await knownRecording(web, room, id);
    if (known !== null) return streamTurn(known, room.id, reply);
    const attachments = await readUploads(body.attachments ?? [], room.language);
    const text = textOf(body);
    if (text === '' && attachments.length === 0) throw empty(room);
    const { expert = null, replaces = null } = body;
    const meaning = await meaningOf({ id, text, attachments, expert, replaces }, web, room);
    if ('say' in meaning) return streamSaying(meaning.say, reply);
    return answer(room, meaning.message, reply);
  });

  app.post<OfTurn>(`${TURN}/again`, async (request, reply) => {
    const { expert, key } = checkAgain(request.body);
    const room = roomOf(web, request, reply);
    const id = messageId(room, key);
    const known = await knownRecording(web, room, id);
    if (known !== null) return streamTurn(known, room.id, reply);
    const change = { id, ...(expert && { expert }) };
    const of = { conversation: room.key, id: request.params.turn, user: personOf(request, room) };
    const again =
      (await askedAgain(of, change, switchboard)) ?? (await lostQuestion(of.id, change, web, room));
    if (again === null) throw noTurn(room.language);
    return answer(room, again, reply);
  });

  app.post<OfTurn>(`${TURN}/continue`, async (request, reply) => {
    const { key } = checkContinue(request.body);
    const room = roomOf(web, request, reply);
    const id = messageId(room, key);
    const known = await knownRecording(web, room, id);
    if (known !== null) return streamTurn(known, room.id, reply);
    const turn = await switchboard.findTurn(room.key, { id: request.params.turn });
    if (turn === null) throw noTurn(room.language);
    const latest = await switchboard.findTurn(room.key, { by: room.session });
    const message = { ...emptyMessage(id, room), ...(await continuation(turn, latest, room.language)) };
    return answer(room, message, reply);
  });

  app.post<OfTurn>(`${TURN}/verdict`, async (request, reply): Promise<Judgement> => {
    const { kind } = checkJudgement(request.body);
    const { key, language, session } = roomOf(web, request, reply);
    if (!(await switchboard.judgeTurn(key, request.params.turn, session, { kind }))) throw noTurn(language);
    return { kind };
  });

  app.post(`${CONVERSATION}/stop`, async (request, reply): Promise<Stopped> => {
    const running = live.running(roomOf(web, request, reply).key);
    for (const turn of running) turn.stop();
    return { stopped: running.length > 0 };
  });

  app.get(`${CONVERSATION}/live`, async (request, reply) => {
    const room = roomOf(web, request, reply);
    const wanted = messageIn(request);
    const recording =
      wanted === null
        ? (live.running(room.key)[0]?.recording ?? null)
        : await knownRecording(web, room, wanted);
    if (recording === null) return reply.code(204).send();
    return streamTurn(recording, room.id, reply);
  });

  async function answer(room: Room, message: Message, reply: FastifyReply): Promise<FastifyReply> {
    return streamTurn(await beginTurn(web, room, message), room.id, reply);
  }
}

/** Whose example the router learns from: a key's, or that of a browser that nobody can tell from another. */
function personOf({ caller }: FastifyRequest, { session }: Room): string {
  return caller.key === 'local' ? session : `${KEY_HOLDER}${caller.key}`;
}

/** The question of a turn that a dead process left behind, without its files. */
async function lostQuestion(
  id: string,
  change: { readonly id: string; readonly expert?: Message['forced'] },
  { live }: Web,
  room: Room,
): Promise<Message | null> {
  if (live.find(id) !== null) return null;
  const lost = (await room.asked.all()).find(({ message }) => message === id);
  if (lost === undefined) return null;
  const { expert, json, replaces, text } = lost;
  return {
    ...emptyMessage(change.id, room),
    text,
    forced: change.expert ?? expert,
    replaces: replaces ?? id,
    ...(json !== null && { json }),
  };
}

function messageIn({ query }: FastifyRequest): string | null {
  const { turn } = query as { readonly turn?: unknown };
  return typeof turn === 'string' ? turn : null;
}

function empty({ language }: Room): SwitchboardError {
  return new SwitchboardError('bad_request', EMPTY_MESSAGE[language], { param: 'text' });
}
