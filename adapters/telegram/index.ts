import { setTimeout as delay } from 'node:timers/promises';
import { COMMANDS } from '../../commands/index.ts';
import { telegramCommands } from '../../commands/registrations/telegram.ts';
import { createPictures } from '../../src/rendering/pictures/pictures.ts';
import type { CreateAdapter } from '../adapter.ts';
import { createApi, createClient } from './client/api.ts';
import { createMembers } from './client/members.ts';
import { refusalOf } from './client/send-errors.ts';
import { createTaken } from './client/taken.ts';
import { isRecord, numberOf, stringOf } from './json.ts';
import { AGAIN } from './limits.ts';
import type { Self, TelegramParts } from './parts.ts';
import { createTelegramPort } from './present/present.ts';
import { ALLOWED_UPDATES } from './receive/events.ts';
import { createPolling } from './receive/polling.ts';
import { createIntake, type Intake } from './receive/receive.ts';
import { createSeenTexts } from './receive/texts.ts';
import { mountWebhook } from './receive/webhook.ts';

/** Connections that Telegram may open to the webhook at once: its own default. */
const MAX_CONNECTIONS = 40;

/** Telegram: long polling, or with TELEGRAM_WEBHOOK_URL a webhook at `POST /telegram/webhook`. */
export const createTelegramAdapter: CreateAdapter = (switchboard, gateway) => {
  const { config, log, stores } = switchboard;
  if (config.telegram === null) return null;
  const { apiRoot, botToken, webhookSecret, webhookUrl } = config.telegram;
  const api = createApi(createClient(botToken, apiRoot));
  const pictures = createPictures();
  const ending = new AbortController();
  let self: Self | null = null;
  const parts: TelegramParts = {
    switchboard,
    api,
    get self() {
      if (self === null) throw new Error('Telegram has not said yet who the bot is');
      return self;
    },
    members: createMembers(api),
    texts: createSeenTexts(stores),
    taken: createTaken(stores, apiRoot),
  };
  const intake = createIntake(parts);
  const polling = createPolling(api, intake, log);
  let receiving: Intake | null = null;
  if (webhookUrl !== null) mountWebhook(gateway, webhookSecret ?? '', () => receiving);
  const way = webhookUrl === null ? 'long polling' : 'POST /telegram/webhook';

  /** @throws SendError what `getMe` or `setWebhook` is refused with */
  async function connect(): Promise<string> {
    await parts.taken.load();
    const me = await api.callSoon('getMe', {});
    const id = isRecord(me) ? numberOf(me.id) : null;
    const name = isRecord(me) ? stringOf(me.username) : null;
    if (!isRecord(me) || id === null || name === null) throw new Error('getMe did not name a bot');
    self = { id, name };
    if (webhookUrl === null) {
      // Telegram refuses to be polled while one is set. What waits is kept.
      await api.callSoon('deleteWebhook', {});
      polling.start();
    } else {
      receiving = intake;
      await api.callSoon('setWebhook', {
        url: webhookUrl,
        secret_token: webhookSecret,
        max_connections: MAX_CONNECTIONS,
        allowed_updates: ALLOWED_UPDATES,
      });
    }
    void registerCommands();
    const all = me.can_read_all_group_messages === true;
    return `connected as @${name} (${way}; in groups it hears ${all ? 'everything' : 'only what is meant for it'})`;
  }

  /** So that a group's commands are seen by nobody else; `npm run commands:register` does the same. */
  async function registerCommands(): Promise<void> {
    for (const list of telegramCommands(COMMANDS)) {
      try {
        await api.callSoon('setMyCommands', { ...list });
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'telegram: the commands could not be registered');
        return;
      }
    }
  }

  /** Telegram cannot be reached: that may pass, and the other platforms go on. */
  async function connectLater(): Promise<void> {
    let pauseMs: number = AGAIN.firstMs;
    while (!ending.signal.aborted) {
      await delay(pauseMs, undefined, { ref: false, signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      try {
        log.info({}, `telegram: ${await connect()}`);
        return;
      } catch (error) {
        pauseMs = Math.min(pauseMs * 2, AGAIN.maxMs);
        log.warn({ reason: reasonOf(error), tryAgainInMs: pauseMs }, 'telegram: cannot be reached yet');
      }
    }
  }

  return {
    platform: 'telegram',
    port: createTelegramPort(parts, pictures),
    async start() {
      try {
        return await connect();
      } catch (error) {
        const problem = problemOf(error, self !== null);
        if (problem !== null) throw new Error(problem, { cause: error });
        log.warn({ reason: reasonOf(error) }, 'telegram: cannot be reached; it is tried again');
        void connectLater();
        return `cannot be reached yet (${way}); it is tried again`;
      }
    },
    async stop() {
      ending.abort();
      receiving = null;
      await polling.stop();
    },
    close: () => pictures.close(),
  };
};

/** One line for what Telegram refuses for good; null when it may pass. */
function problemOf(error: unknown, tokenIsGood: boolean): string | null {
  const refused = refusalOf(error);
  if (refused === null || refused.code >= 500 || refused.code === 429) return null;
  if (tokenIsGood && refused.code === 400) {
    return `TELEGRAM_WEBHOOK_URL, TELEGRAM_WEBHOOK_SECRET: Telegram refuses them (${refused.description}). It takes an https address on port 443, 80, 88 or 8443, and a secret of letters, digits, _ and -.`;
  }
  return `TELEGRAM_BOT_TOKEN: Telegram refuses it (${refused.code} ${refused.description}). Copy the token that @BotFather gives for the bot (/mybots → API Token).`;
}

function reasonOf(error: unknown): string {
  const refused = refusalOf(error);
  if (refused !== null) return `${refused.code} ${refused.description}`;
  return error instanceof Error ? error.message : 'no answer';
}
