import { ASK_BODY } from '../../../src/gateway/ask-body.ts';
import { CHAT_BODY } from '../chat-body.ts';
import { COMPLETION_BODY } from '../completions.ts';
import { JSON_BODY, PLAIN_SCHEMA } from '../json-body.ts';
import { operation } from './operation.ts';
import { SHAPES, shape } from './shapes.ts';

const string = { type: 'string' };
const EVENTS = 'text/event-stream';
const expertHeader = { 'x-switchboard-expert': { description: 'who answered', schema: shape('Expert') } };
const receiptHeader = {
  'x-switchboard-receipt': { description: 'the receipt, as base64 of its JSON', schema: string },
};
const id = { name: 'id', in: 'path', required: true, schema: string };

/** By path and method: every public route, as it is mounted. */
const PATHS = {
  '/v1/ask': {
    post: operation({
      id: 'ask',
      summary: 'Answer a message, in a conversation that is kept',
      body: ASK_BODY,
      ok: { 'application/json': shape('Receipt'), [EVENTS]: shape('Event') },
    }),
  },
  '/v1/route': {
    post: operation({
      id: 'route',
      summary: 'Tell which expert would answer; nothing is generated',
      body: ASK_BODY,
      ok: { 'application/json': shape('Route') },
    }),
  },
  '/v1/chat/completions': {
    post: operation({
      id: 'chat',
      summary: 'Answer a history that the caller keeps, in OpenAI’s shape',
      body: CHAT_BODY,
      ok: { 'application/json': shape('ChatCompletion'), [EVENTS]: shape('ChatChunk') },
      headers: expertHeader,
      errors: [404, 422],
    }),
  },
  '/v1/completions': {
    post: operation({
      id: 'complete',
      summary: 'Go on with code, or fill a gap in it, in OpenAI’s shape',
      body: COMPLETION_BODY,
      ok: { 'application/json': shape('Completion'), [EVENTS]: shape('CompletionChunk') },
    }),
  },
  '/v1/completions/json': {
    post: operation({
      id: 'json',
      summary: 'Answer with JSON that is valid against a schema, or not at all',
      body: JSON_BODY,
      ok: {
        'application/json': {
          description: 'the value itself; without a schema in the request it is of this form',
          anyOf: [PLAIN_SCHEMA, {}],
        },
      },
      headers: { ...expertHeader, ...receiptHeader },
      errors: [422],
    }),
  },
  '/v1/models': {
    get: operation({
      id: 'models',
      summary: 'List the experts and who plays them',
      ok: {
        'application/json': {
          type: 'object',
          properties: { object: { const: 'list' }, data: { type: 'array', items: shape('Model') } },
          required: ['object', 'data'],
        },
      },
    }),
  },
  '/v1/models/{id}': {
    get: operation({
      id: 'model',
      summary: 'Show one of them',
      parameters: [id],
      ok: { 'application/json': shape('Model') },
      errors: [404],
    }),
  },
  '/v1/conversations/{id}': {
    get: operation({
      id: 'conversation',
      summary: 'Show the turns of a conversation, the oldest first',
      parameters: [id],
      ok: {
        'application/json': {
          type: 'object',
          properties: { id: string, turns: { type: 'array', items: shape('Turn') } },
          required: ['id', 'turns'],
        },
      },
      errors: [400, 404],
    }),
    delete: operation({
      id: 'forget',
      summary: 'Forget a conversation',
      parameters: [id],
      ok: {
        'application/json': {
          type: 'object',
          properties: { id: string, deleted: { const: true } },
          required: ['id', 'deleted'],
        },
      },
      errors: [400, 404],
    }),
  },
  '/healthz': {
    get: operation({
      id: 'health',
      summary: 'Whether the process lives',
      ok: {
        'application/json': { type: 'object', properties: { status: { const: 'ok' } }, required: ['status'] },
      },
      keyless: true,
    }),
  },
  '/readyz': {
    get: operation({
      id: 'ready',
      summary: 'Whether an expert can answer',
      ok: { 'application/json': shape('Readiness') },
      errors: [503],
      keyless: true,
    }),
  },
  '/metrics': {
    get: operation({ id: 'metrics', summary: 'Metrics for Prometheus', ok: { 'text/plain': string } }),
  },
  '/openapi.json': {
    get: operation({
      id: 'openapi',
      summary: 'This description',
      ok: { 'application/json': { type: 'object', required: ['openapi', 'info', 'paths'] } },
    }),
  },
  '/': {
    get: operation({ id: 'chat-page', summary: 'The web chat', ok: { 'text/html': string }, keyless: true }),
  },
} as const;

/**
 * The API as an OpenAPI 3.1 document. What comes in is told by the very schemas that the routes check it with.
 *
 * @param url where the outside reaches the server; null when nobody said, and it is where the document came from
 */
export function openApiDocument(url: string | null): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Switchboard',
      version: '1',
      description: 'Puts each message through to the expert model that is best at it, and checks the answer.',
    },
    servers: [{ url: url ?? '/' }],
    // Without keys nothing is asked for, and only this machine is served.
    security: [{ key: [] }, {}],
    paths: PATHS,
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'one of API_KEYS, or a JWT' } },
      schemas: SHAPES,
    },
  };
}
