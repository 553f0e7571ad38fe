import { setTimeout as delay } from 'node:timers/promises';
import type { App, Receiver } from '@slack/bolt';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { SwitchboardError } from '../../../src/errors.ts';
import type { Gateway } from '../../../src/gateway/types.ts';
import { LIMITS } from '../limits.ts';
import { isRecord, type Json } from '../payload.ts';
import { isFromSlack } from './signature.ts';
import { type Intake, storeFirst } from './store-first.ts';

export interface HttpOptions {
  readonly signingSecret: string;
  readonly log: Logger;
  readonly intake: Intake;
}

const PATH = '/slack/events';
/** Slack waits three seconds; what is not stored by then it sends again. */
const ANSWER_WITHIN_MS = 2_800;
const UNACKNOWLEDGED = Symbol('not acknowledged');

/** Events, commands and actions over signed HTTP, on the gateway's own server: `POST /slack/events`. */
export function createHttpReceiver(options: HttpOptions, gateway: Gateway): Receiver {
  let app: App | null = null;
  gateway.mount((host) => {
    void host.register(async (scope) => mountEvents(scope, () => app, options));
  });
  return {
    init(given) {
      app = storeFirst(given, options.intake);
    },
    start: async () => {},
    async stop() {
      app = null;
    },
  };
}

function mountEvents(scope: FastifyInstance, current: () => App | null, options: HttpOptions): void {
  // The signature is over the bytes as they came.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  const route = { config: { signed: true }, bodyLimit: LIMITS.requestBytes };
  scope.post(PATH, route, async (request, reply) => {
    const raw = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
    const { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature } = request.headers;
    if (!isFromSlack({ timestamp, signature, body: raw }, options.signingSecret, Date.now())) {
      throw new SwitchboardError(
        'unauthorized',
        'This request is not signed by Slack (SLACK_SIGNING_SECRET).',
      );
    }
    const body = readBody(raw, request);
    if (body.ssl_check === '1') return reply.send();
    if (body.type === 'url_verification') return reply.send({ challenge: body.challenge });
    const app = current();
    if (app === null) throw unavailable();
    return answer(await process(app, body, request, options.log), reply);
  });
}

/** Resolves with what was acknowledged, as soon as it was; listeners go on after. */
async function process(app: App, body: Json, request: FastifyRequest, log: Logger): Promise<unknown> {
  const acknowledged = Promise.withResolvers<unknown>();
  const processed = app.processEvent({
    body,
    ack: async (response?: unknown) => acknowledged.resolve(response),
    ...retryOf(request),
  });
  processed.catch((error: unknown) => log.error({ err: error }, 'slack: a request was not processed'));
  const timer = new AbortController();
  const late = delay(ANSWER_WITHIN_MS, UNACKNOWLEDGED, { signal: timer.signal });
  late.catch(() => {});
  try {
    return await Promise.race([acknowledged.promise, processed.then(() => UNACKNOWLEDGED), late]);
  } finally {
    timer.abort();
  }
}

function answer(acknowledged: unknown, reply: FastifyReply): FastifyReply {
  if (acknowledged === UNACKNOWLEDGED) throw unavailable();
  if (acknowledged === undefined || acknowledged === '') return reply.send();
  return reply.send(acknowledged);
}

function unavailable(): SwitchboardError {
  return new SwitchboardError('expert_unavailable', 'Not taken yet; send it again.', { retryAfterMs: 1_000 });
}

function readBody(raw: string, request: FastifyRequest): Json {
  try {
    const type = request.headers['content-type'] ?? '';
    if (!type.startsWith('application/x-www-form-urlencoded')) return asRecord(JSON.parse(raw));
    const form = Object.fromEntries(new URLSearchParams(raw));
    return form.payload === undefined ? form : asRecord(JSON.parse(form.payload));
  } catch (cause) {
    throw new SwitchboardError('bad_request', 'The body is neither JSON nor a form of Slack’s.', { cause });
  }
}

function asRecord(value: unknown): Json {
  if (!isRecord(value)) throw new TypeError('not an object');
  return value;
}

function retryOf(request: FastifyRequest): { retryNum?: number; retryReason?: string } {
  const { 'x-slack-retry-num': retryNum, 'x-slack-retry-reason': reason } = request.headers;
  if (typeof retryNum !== 'string') return {};
  return { retryNum: Number(retryNum), ...(typeof reason === 'string' && { retryReason: reason }) };
}
