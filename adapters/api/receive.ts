import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type Asker, answerAsk, messageForRoute } from '../../src/gateway/ask.ts';
import { mountConversations } from '../../src/gateway/conversations.ts';
import type { Gateway } from '../../src/gateway/types.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { answerChat } from './chat.ts';
import { answerCompletion } from './completions.ts';
import { answerJson } from './completions-json.ts';
import { listModels, showModel } from './models.ts';
import { openApiDocument } from './openapi/document.ts';

/** The routes under `/v1/`, and their description. Every caller has conversations of its own: `api:KEYHASH:ID`. */
export function mountApi(app: FastifyInstance, switchboard: Switchboard, gateway: Gateway): void {
  const askerOf = (request: FastifyRequest): Asker => ({
    platform: 'api',
    workspace: gateway.caller(request).key,
  });

  app.post('/v1/ask', (request, reply) => answerAsk(switchboard, askerOf(request), request, reply));
  app.post('/v1/route', (request) => switchboard.route(messageForRoute(request.body, askerOf(request))));
  app.post('/v1/chat/completions', (request, reply) => answerChat(switchboard, request.body, reply));
  app.post('/v1/completions', (request, reply) => answerCompletion(switchboard, request.body, reply));
  app.post('/v1/completions/json', (request, reply) =>
    answerJson(switchboard, askerOf(request), request.body, reply),
  );
  app.get('/v1/models', async () => ({ object: 'list', data: await listModels(switchboard) }));
  app.get<{ Params: { id: string } }>('/v1/models/:id', (request) =>
    showModel(switchboard, request.params.id),
  );
  mountConversations(app, switchboard, '/v1', askerOf);
  const { publicUrl } = switchboard.config.http;
  app.get('/openapi.json', async () => openApiDocument(publicUrl));
}
