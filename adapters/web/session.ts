import { createHash, randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

const COOKIE = 'switchboard_session';
const SESSION_BYTES = 32;
/** What `randomBytes` of that length looks like; anything else was not made here. */
const SESSION_FORM = /^[A-Za-z0-9_-]{43}$/;
const MAX_AGE_SECONDS = 365 * 24 * 60 * 60;
const WORKSPACE_LENGTH = 32;

/**
 * The browser's session, begun with this answer when there was none. It is returned as a hash, so that neither
 * the store nor a log line holds what the cookie holds.
 */
export function sessionOf(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  const session = readCookie(request.headers.cookie) ?? beginSession(reply, secure);
  return createHash('sha256').update(session).digest('hex').slice(0, WORKSPACE_LENGTH);
}

function beginSession(reply: FastifyReply, secure: boolean): string {
  const session = randomBytes(SESSION_BYTES).toString('base64url');
  // Not Strict: a link to the page in a mail or a chat would then begin a new session over the old one. Posts of
  // other sites are refused by the gateway (content type, Origin).
  const rules = `Path=/; Max-Age=${MAX_AGE_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
  reply.header('set-cookie', `${COOKIE}=${session}; ${rules}`);
  return session;
}

function readCookie(header = ''): string | null {
  const value = header
    .split(';')
    .map((pair) => pair.trim().split('='))
    .find(([name]) => name === COOKIE)?.[1];
  return value !== undefined && SESSION_FORM.test(value) ? value : null;
}
