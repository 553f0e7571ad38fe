import type { FastifyReply, FastifyRequest } from 'fastify';

const PREFLIGHT_MAX_AGE_SECONDS = 600;
const EXPOSED_HEADERS = 'x-switchboard-expert, x-switchboard-receipt, retry-after';

/**
 * Lets the listed origins read answers (exact match; keys travel in a header, so no credentials are allowed).
 * True when the request was a preflight and is answered with that.
 */
export function applyCors(request: FastifyRequest, reply: FastifyReply, origins: readonly string[]): boolean {
  if (origins.length === 0) return false;
  reply.header('vary', 'Origin');
  const { origin } = request.headers;
  if (origin === undefined || !origins.includes(origin)) return false;
  reply.headers({ 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED_HEADERS });
  if (request.method !== 'OPTIONS' || !request.headers['access-control-request-method']) return false;
  reply.headers({
    'access-control-allow-methods': 'GET, POST, DELETE',
    // OpenAI's client sends a family of x-stainless-* headers, so the list is the caller's own.
    'access-control-allow-headers': request.headers['access-control-request-headers'] ?? 'content-type',
    'access-control-max-age': String(PREFLIGHT_MAX_AGE_SECONDS),
  });
  reply.code(204).send();
  return true;
}
