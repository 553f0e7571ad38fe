import Fastify, { type FastifyInstance } from 'fastify';
import { SwitchboardError } from '../errors.ts';
import type { Switchboard } from '../switchboard.ts';
import { createAuthenticate } from './auth.ts';
import { applyCors } from './cors.ts';
import { drainBody } from './drain.ts';
import { answerBrokenRequest, noSuchRoute, sendError, toSwitchboardError } from './errors.ts';
import { mountHealth } from './health.ts';
import { requireLoopback } from './loopback-guard.ts';
import { countRequest } from './rate-limit.ts';
import { setSecurityHeaders } from './security-headers.ts';
import type { Caller, Gateway } from './types.ts';

const BODY_MAX_BYTES = 20 * 1024 * 1024;
/** For the whole of a request to come in; how long its answer takes is not limited by it. */
const REQUEST_TIMEOUT_MS = 120_000;
const HEADERS_TIMEOUT_MS = 20_000;
/** Conversation ids have 200 characters; percent-encoded, each may take twelve. */
const PARAM_MAX_CHARS = 2_400;
/** At the end of a stop's grace, what still runs is stopped this much before it is cut, so that it can say so. */
const LAST_WORDS_MS = 500;
const LOCAL_CALLER: Caller = { key: 'local' };

/** The HTTP host over these parts. It listens only once `listen` is called; mount everything before. */
export function createGateway(switchboard: Switchboard): Gateway {
  const { config, log, metrics } = switchboard;
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_MAX_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS },
    routerOptions: { maxParamLength: PARAM_MAX_CHARS },
    return503OnClosing: false,
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => sendError(error, request, reply, log),
  });
  // A form or a script of another web page can send text/plain without asking first; it stays unread.
  app.removeContentTypeParser('text/plain');
  app.decorateRequest('caller');
  const ending = new AbortController();
  app.decorate('ending', ending.signal);
  app.decorate('authenticate', createAuthenticate(config.http));
  const outliving = new Set<Promise<unknown>>();
  app.decorate('outlives', (work) => {
    const settled = work.catch(() => {}).finally(() => outliving.delete(settled));
    outliving.add(settled);
  });
  app.setErrorHandler(async (error, request, reply) => {
    if (toSwitchboardError(error)?.code === 'too_large') await drainBody(request.raw);
    return sendError(error, request, reply, log);
  });
  app.setNotFoundHandler((request) => {
    throw noSuchRoute(request.method, request.url);
  });

  let closing = false;
  guard(app, switchboard, () => closing);
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpRequests.inc({ method: request.method, route, status: reply.raw.statusCode });
    // Else an idle kept-alive connection would hold up the end for as long as the grace allows.
    if (closing) setImmediate(() => app.server.closeIdleConnections());
  });
  mountHealth(app, switchboard);

  return {
    mount: (routes) => routes(app),
    caller: (request) => request.caller,
    async listen() {
      const { host, port } = config.http;
      await app.listen({ host, port }).catch((cause: unknown) => {
        const mend = 'Set PORT to a free one, or HOST to an address of this machine.';
        throw new Error(`HOST, PORT: cannot listen on ${host}:${port} (${reasonOf(cause)}). ${mend}`, {
          cause,
        });
      });
      return urlOf(app, host);
    },
    async close(graceMs) {
      closing = true;
      const end = setTimeout(() => ending.abort(), Math.max(0, graceMs - LAST_WORDS_MS));
      const cut = setTimeout(() => app.server.closeAllConnections(), graceMs);
      await app.close();
      clearTimeout(cut);
      await Promise.all(outliving);
      clearTimeout(end);
    },
  };
}

/** What every request passes, in this order, before its route sees it. */
function guard(app: FastifyInstance, switchboard: Switchboard, isClosing: () => boolean): void {
  const { http, rateLimitPerMinute } = switchboard.config;
  const { ledger } = switchboard.stores;
  const { authenticate } = app;
  app.addHook('onRequest', async (request, reply) => {
    setSecurityHeaders(reply);
    request.caller = LOCAL_CALLER;
    if (isClosing()) {
      const message = 'The server is shutting down; ask again in a moment.';
      throw new SwitchboardError('expert_unavailable', message, { retryAfterMs: 5_000 });
    }
    if (request.routeOptions.config.signed) return;
    const { host, origin, authorization } = request.headers;
    if (authenticate === null) requireLoopback({ host, origin, peer: request.ip }, http.corsOrigins);
    if (applyCors(request, reply, http.corsOrigins)) return reply;
    const { admit, keyless, reads = false } = request.routeOptions.config;
    if (authenticate === null || keyless) return;
    const admitted = authorization === undefined ? await admit?.(request) : null;
    request.caller = admitted ?? (await authenticate(authorization));
    await countRequest(ledger, request.caller, rateLimitPerMinute, Date.now(), reads);
  });
}

function reasonOf(cause: unknown): string {
  const { code } = cause as { code?: unknown };
  if (code === 'EADDRINUSE') return 'the port is taken';
  if (code === 'EACCES') return 'not permitted';
  return typeof code === 'string' ? code : 'unknown reason';
}

/** A browser cannot open 0.0.0.0, so a wildcard becomes this machine's loopback. */
function urlOf(app: FastifyInstance, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
