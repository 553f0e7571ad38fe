import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { ErrorBody } from '../conversation/types.ts';
import { SwitchboardError, statusOf } from '../errors.ts';

/** Fastify's own errors, in our words. */
const FRAMEWORK_ERRORS: Readonly<Record<string, () => SwitchboardError>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => new SwitchboardError('too_large', 'The body is over 20 MiB.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () =>
    new SwitchboardError('unsupported_media_type', 'Send the body with content-type application/json.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => new SwitchboardError('bad_request', 'The body is empty; send JSON.'),
};

/** An error as the caller may see it; null for one that nobody foresaw. */
export function toSwitchboardError(error: unknown): SwitchboardError | null {
  if (error instanceof SwitchboardError) return error;
  if (!(error instanceof Error)) return null;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  if (typeof code === 'string' && Object.hasOwn(FRAMEWORK_ERRORS, code)) {
    return FRAMEWORK_ERRORS[code]?.() ?? null;
  }
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return null;
  // The parser's own message quotes the body, which must not travel into logs.
  if (error instanceof SyntaxError || code === 'FST_ERR_CTP_INVALID_JSON_BODY') {
    return new SwitchboardError('bad_request', 'The body is not valid JSON.');
  }
  return new SwitchboardError('bad_request', 'The request is malformed.');
}

/** Answers a failed request in the one error shape; what nobody foresaw becomes a 500 and a log line. */
export function sendError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Logger,
): FastifyReply {
  const known = toSwitchboardError(error);
  if (known === null || known.status >= 500) {
    log.error({ err: error, method: request.method, route: request.routeOptions.url }, 'request failed');
  }
  const shown =
    known ??
    new SwitchboardError(
      'internal',
      'Something went wrong here; the operator finds it in the log. Try again.',
    );
  if (shown.retryAfterMs !== null) {
    reply.header('retry-after', String(Math.max(1, Math.ceil(shown.retryAfterMs / 1_000))));
  }
  if (shown.code === 'unauthorized') reply.header('www-authenticate', 'Bearer');
  return sendErrorBody(shown.toBody(), reply);
}

/** When to ask again, in seconds: full servers are soon free, those that are down are probed every ten seconds. */
const RETRY_AFTER_S: Readonly<Record<string, number>> = { expert_overloaded: 5, expert_unavailable: 10 };

/** Answers with an error body that a turn ended with. */
export function sendErrorBody(body: ErrorBody, reply: FastifyReply): FastifyReply {
  const seconds = RETRY_AFTER_S[body.error.code ?? ''];
  if (seconds !== undefined && !reply.hasHeader('retry-after')) reply.header('retry-after', String(seconds));
  return reply.code(statusOf(body)).send(body);
}

/** The error for a route that does not exist. */
export function noSuchRoute(method: string, url: string): SwitchboardError {
  const path = url.split('?')[0]?.slice(0, 100);
  return new SwitchboardError('not_found', `There is no ${method} ${path}. GET / is the chat, /v1/ the API.`);
}

/** Answers what is not even HTTP, where no request exists to reply to. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const status = { HPE_HEADER_OVERFLOW: 431, ERR_HTTP_REQUEST_TIMEOUT: 408 }[error.code ?? ''] ?? 400;
  const reason = STATUS_CODES[status] ?? '';
  const body = JSON.stringify(new SwitchboardError('bad_request', `${reason}.`).toBody());
  const head = [
    `HTTP/1.1 ${status} ${reason}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
