import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { toSwitchboardError } from '../../../src/gateway/errors.ts';
import type { Switchboard } from '../../../src/switchboard.ts';
import { createLiveTurns } from '../live/live-turns.ts';
import type { SignedIn } from '../protocol.ts';
import { sessionOf } from '../session.ts';
import { mountStaticFiles, type StaticFiles } from '../static-files.ts';
import { checkSignIn } from './bodies.ts';
import { mountConversations } from './conversations.ts';
import { languageOfRequest } from './language.ts';
import type { Web } from './rooms.ts';
import { requireSameOrigin } from './same-origin.ts';
import { mountSettings } from './settings.ts';
import { createSignIns, type SignIns } from './sign-ins.ts';
import { mountStatus } from './status.ts';
import { mountTurns } from './turns.ts';
import { filesTooLarge } from './uploads.ts';

/** The chat page, and what it calls under `/web/`. Every browser has its own conversations: `web:SESSION:ID`. */
export function mountChat(root: FastifyInstance, switchboard: Switchboard): StaticFiles {
  const { http } = switchboard.config;
  const secure = http.publicUrl?.startsWith('https:') ?? false;
  // The session begins with the page, so that its first calls, side by side, do not begin two.
  const onVisit = (request: FastifyRequest, reply: FastifyReply) => void sessionOf(request, reply, secure);
  const files = mountStaticFiles(root, onVisit, switchboard.log);

  root.register(async (app) => {
    const { authenticate, ending } = app;
    const { ledger } = switchboard.stores;
    const signIns = authenticate && createSignIns({ authenticate, ledger, secure });
    app.addHook('onRoute', (route) => {
      const reads = [route.method].flat().every((method) => method === 'GET' || method === 'HEAD');
      route.config = { reads, ...(signIns && { admit: signIns.callerOf }), ...route.config };
    });
    app.addHook('onRequest', async (request) => requireSameOrigin(request, http.publicUrl));
    app.setErrorHandler((error, request, reply) => {
      const isTooLarge = toSwitchboardError(error)?.code === 'too_large';
      const kind = isTooLarge ? filesTooLarge(languageOfRequest(request), error) : error;
      return root.errorHandler(kind as Parameters<typeof root.errorHandler>[0], request, reply);
    });
    const outlives = app.outlives.bind(app);
    const live = createLiveTurns({ ask: switchboard.ask, log: switchboard.log, ending, outlives });
    const web: Web = { app, switchboard, live, secure };
    mountStatus(web, signIns);
    mountSignIn(web, signIns);
    mountTurns(web);
    mountConversations(web);
    mountSettings(web);
  });
  return files;
}

function mountSignIn({ app, secure }: Web, signIns: SignIns | null): void {
  const keyless = { config: { keyless: true } };

  app.post('/web/sign-in', keyless, async (request, reply): Promise<SignedIn> => {
    const { key } = checkSignIn(request.body);
    const language = languageOfRequest(request);
    await signIns?.begin(request, reply, sessionOf(request, reply, secure), { key, language });
    return { signed_in: signIns !== null };
  });

  app.post('/web/sign-out', keyless, async (request, reply): Promise<SignedIn> => {
    await signIns?.end(request, reply);
    return { signed_in: false };
  });
}
