import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { conversationKey } from '../../../src/conversation/key.ts';
import type { ConversationKey } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import { type AskedStore, createAskedStore } from '../conversations/asked-store.ts';
import { type ConversationList, createConversationList } from '../conversations/list-store.ts';
import type { LiveTurns } from '../live/live-turns.ts';
import { sessionOf } from '../session.ts';
import { checkId } from './bodies.ts';
import { languageOfRequest } from './language.ts';

/** What all routes work with. */
export interface Web {
  readonly app: FastifyInstance;
  readonly switchboard: Switchboard;
  readonly live: LiveTurns;
  /** Cookies only go over https. */
  readonly secure: boolean;
}

/** A browser, and the language that its person is told things in. */
export interface Visitor {
  readonly session: string;
  readonly language: Language;
  readonly list: ConversationList;
}

/** A conversation of that browser, whether it exists or not. */
export interface Room extends Visitor {
  readonly id: string;
  readonly key: ConversationKey;
  /** Questions whose turns have not ended. */
  readonly asked: AskedStore;
}

export function visitorOf(
  { secure, switchboard }: Web,
  request: FastifyRequest,
  reply: FastifyReply,
): Visitor {
  const session = sessionOf(request, reply, secure);
  const list = createConversationList(switchboard.stores.cache(`web-list.${session}`));
  return { session, list, language: languageOfRequest(request) };
}

/** @throws SwitchboardError `bad_request` for an id that no page has made */
export function roomOf(web: Web, request: FastifyRequest, reply: FastifyReply): Room {
  const id = checkId((request.params as { readonly id?: string }).id ?? '');
  const visitor = visitorOf(web, request, reply);
  const { session } = visitor;
  const asked = createAskedStore(web.switchboard.stores.cache(`web-asked.${session}.${id}`));
  return { ...visitor, id, key: conversationKey('web', session, id), asked };
}

/** The message of a press of "send": the same again when the post is repeated. */
export function messageId({ id, session }: Room, key: string): string {
  const digest = createHash('sha256').update(`${session} ${id} ${key}`).digest('base64url');
  return `web:${digest.slice(0, 22)}`;
}

export function noConversation(language: Language): SwitchboardError {
  const sentence = {
    en: 'There is no such conversation in this browser. It may have been deleted in another tab.',
    zh: '这个浏览器里没有这段对话，可能已在另一个标签页中删除。',
  }[language];
  return new SwitchboardError('not_found', sentence, { param: 'id' });
}

export function noTurn(language: Language): SwitchboardError {
  const sentence = {
    en: 'There is no such answer in this conversation.',
    zh: '这段对话里没有这个回答。',
  }[language];
  return new SwitchboardError('not_found', sentence, { param: 'turn' });
}
