import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Asker, answerAsk } from '../../src/gateway/ask.ts';
import { mountConversations } from '../../src/gateway/conversations.ts';
import type { Switchboard } from '../../src/switchboard.ts';
import { sessionOf } from './session.ts';
import { mountStaticFiles } from './static-files.ts';

/** The chat page, and what it calls under `/web/`. Every browser has its own conversations: `web:SESSION:ID`. */
export function mountChat(app: FastifyInstance, switchboard: Switchboard): void {
  const secure = switchboard.config.http.publicUrl?.startsWith('https:') ?? false;
  const askerOf = (request: FastifyRequest, reply: FastifyReply): Asker => ({
    platform: 'web',
    workspace: sessionOf(request, reply, secure),
  });

  // The session begins with the page, so that its first calls, side by side, do not begin two.
  mountStaticFiles(app, askerOf, switchboard.log);
  app.post('/web/ask', (request, reply) =>
    answerAsk(switchboard, askerOf(request, reply), request, reply, { alwaysStream: true }),
  );
  app.get('/web/status', async () => ({
    ...switchboard.readiness(),
    experts: (await switchboard.experts()).map(({ name, modelUsed, window, state }) => ({
      name,
      model_used: modelUsed,
      window,
      state,
    })),
  }));
  mountConversations(app, switchboard, '/web', askerOf);
}
