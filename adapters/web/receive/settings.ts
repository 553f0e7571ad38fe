import type { FastifyReply, FastifyRequest } from 'fastify';
import { toChange, toWebSettings } from '../conversations/settings.ts';
import type { WebSettings } from '../protocol.ts';
import { checkSettings } from './bodies.ts';
import { roomOf, type Web } from './rooms.ts';

const SETTINGS = '/web/conversations/:id/settings';

/** What is set for a conversation, also before its first turn. */
export function mountSettings(web: Web): void {
  const { app, switchboard } = web;

  app.get(SETTINGS, async (request: FastifyRequest, reply: FastifyReply): Promise<WebSettings> => {
    const { key, language } = roomOf(web, request, reply);
    return toWebSettings(await switchboard.settings(key), language);
  });

  app.patch(SETTINGS, async (request, reply): Promise<WebSettings> => {
    const change = toChange(checkSettings(request.body));
    const { key, language } = roomOf(web, request, reply);
    return toWebSettings(await switchboard.changeSettings(key, change, language), language);
  });
}
