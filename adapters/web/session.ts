import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readCookie, setCookie } from './cookies.ts';

const COOKIE = 'switchboard_session';
const SESSION_BYTES = 32;
/** What `randomBytes` of that length looks like; anything else was not made here. */
const SESSION_FORM = /^[A-Za-z0-9_-]{43}$/;
const MAX_AGE_SECONDS = 365 * 24 * 60 * 60;
const WORKSPACE_LENGTH = 32;
/** The session that was begun with an answer: a second look at the same request finds it. */
const begun = new WeakMap<FastifyRequest, string>();

/**
 * The browser's session, begun with this answer when there was none. It is returned as a hash, so that neither
 * the store nor a log line holds what the cookie holds.
 */
export function sessionOf(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  return knownSessionOf(request) ?? beginSession(request, reply, secure);
}

/** The same, but null when there was none. */
export function knownSessionOf(request: FastifyRequest): string | null {
  const session = readCookie(request.headers.cookie, COOKIE, SESSION_FORM) ?? begun.get(request);
  return session === undefined ? null : hashOf(session);
}

function beginSession(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  const session = randomBytes(SESSION_BYTES).toString('base64url');
  begun.set(request, session);
  // Not Strict: a link to the page in a mail or a chat would then begin a new session over the old one. Posts of
  // other sites are refused by the gateway (content type, Origin).
  setCookie(reply, COOKIE, session, { maxAgeSeconds: MAX_AGE_SECONDS, sameSite: 'Lax', secure });
  return hashOf(session);
}

function hashOf(session: string): string {
  return createHash('sha256').update(session).digest('hex').slice(0, WORKSPACE_LENGTH);
}
