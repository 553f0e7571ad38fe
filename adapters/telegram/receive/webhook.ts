import { createHash, timingSafeEqual } from 'node:crypto';
import { SwitchboardError } from '../../../src/errors.ts';
import type { Gateway } from '../../../src/gateway/types.ts';
import { LIMITS } from '../limits.ts';
import type { Intake } from './receive.ts';

const PATH = '/telegram/webhook';

/**
 * `POST /telegram/webhook` on the gateway's own server, for updates that carry the secret. Telegraf's own handler caps no
 * body, refuses every query string, and would answer after the handlers alone. Telegram takes 2xx for received, so that
 * it is sent once the update is stored; all else is tried again.
 *
 * @param current null while it does not receive
 */
export function mountWebhook(gateway: Gateway, secret: string, current: () => Intake | null): void {
  gateway.mount((host) => {
    const route = { config: { signed: true }, bodyLimit: LIMITS.requestBytes };
    host.post(PATH, route, async (request, reply) => {
      const given = request.headers['x-telegram-bot-api-secret-token'];
      if (typeof given !== 'string' || !isSame(given, secret)) {
        throw new SwitchboardError(
          'unauthorized',
          'This request does not carry the secret of Telegram’s webhook (TELEGRAM_WEBHOOK_SECRET).',
        );
      }
      const intake = current();
      if (intake === null) {
        throw new SwitchboardError('expert_unavailable', 'Not taken yet; send it again.', {
          retryAfterMs: 1_000,
        });
      }
      await intake(request.body);
      return reply.send();
    });
  });
}

function isSame(one: string, other: string): boolean {
  // Of one length, whatever was sent.
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
