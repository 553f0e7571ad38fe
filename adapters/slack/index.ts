import { setTimeout as delay } from 'node:timers/promises';
import { App, webApi } from '@slack/bolt';
import { createPictures } from '../../src/rendering/pictures/pictures.ts';
import type { CreateAdapter } from '../adapter.ts';
import { boltLog } from './client/bolt-log.ts';
import { clientOptions, createClients } from './client/clients.ts';
import { createNames } from './client/names.ts';
import { refusalOf } from './client/send-errors.ts';
import { registerInteractions } from './interactions/interactions.ts';
import type { SlackParts } from './parts.ts';
import { createSlackPort } from './present/present.ts';
import type { Self } from './receive/events.ts';
import { createIntake } from './receive/receive.ts';
import { createThreads } from './receive/threads.ts';
import { createHttpReceiver } from './transport/http.ts';
import { createSocketReceiver } from './transport/socket.ts';
import type { Intake } from './transport/store-first.ts';

const AGAIN_FIRST_MS = 2_000;
const AGAIN_MAX_MS = 60_000;

/** Slack: Socket Mode with an app token, else signed HTTP at `POST /slack/events`. */
export const createSlackAdapter: CreateAdapter = (switchboard, gateway) => {
  const { config, log, stores } = switchboard;
  if (config.slack === null) return null;
  const { apiUrl, appToken, botToken, signingSecret } = config.slack;
  const clients = createClients(botToken, apiUrl, log);
  const pictures = createPictures();
  const ending = new AbortController();
  let self: Self | null = null;
  const parts: SlackParts = {
    switchboard,
    clients,
    get self() {
      if (self === null) throw new Error('Slack has not said yet who the bot is');
      return self;
    },
    names: createNames(clients.final, log),
    threads: createThreads(stores),
  };
  let take: Intake | null = null;
  const intake: Intake = async (body) => {
    take ??= createIntake(parts);
    await take(body);
  };
  const receiver =
    appToken !== null
      ? createSocketReceiver({ appToken, apiUrl, log, intake })
      : createHttpReceiver({ signingSecret: signingSecret ?? '', log, intake }, gateway);
  const way = appToken !== null ? 'Socket Mode' : 'POST /slack/events';

  /** @throws what `auth.test` or the first connection is refused with */
  async function connect(): Promise<string> {
    const { bot_id, team, team_id, user, user_id } = await clients.final.auth.test();
    if (user_id === undefined || bot_id === undefined || team_id === undefined) {
      throw new Error('auth.test did not name a bot');
    }
    self = { user: user_id, bot: bot_id, team: team_id, name: user ?? 'switchboard' };
    const app = new App({
      token: botToken,
      // Given, or else Bolt asks by itself, and a refusal would end the process.
      botId: bot_id,
      botUserId: user_id,
      receiver,
      logger: boltLog(log),
      clientOptions: clientOptions(apiUrl, log),
      // Conversations are kept by the switchboard; Bolt's own store would grow without end.
      convoStore: false,
    });
    registerInteractions(app, parts);
    await receiver.start();
    return `connected to ${team ?? team_id} as @${self.name} (${way})`;
  }

  /** Slack cannot be reached: that may pass, and the other platforms go on. */
  async function connectLater(): Promise<void> {
    for (
      let pauseMs = AGAIN_FIRST_MS;
      !ending.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, AGAIN_MAX_MS)
    ) {
      await delay(pauseMs, undefined, { ref: false, signal: ending.signal }).catch(() => {});
      if (ending.signal.aborted) return;
      try {
        log.info({}, `slack: ${await connect()}`);
        return;
      } catch (error) {
        log.warn({ reason: reasonOf(error) }, 'slack: cannot be reached yet');
        // Only the socket is missing, which tries again by itself.
        if (self !== null) return;
      }
    }
  }

  return {
    platform: 'slack',
    port: createSlackPort(parts, pictures),
    async start() {
      try {
        return await connect();
      } catch (error) {
        const problems = await refusals(error, self !== null, { appToken, apiUrl });
        if (problems.length > 0) {
          await receiver.stop();
          throw new Error(problems.join('\n'), { cause: error });
        }
        log.warn({ reason: reasonOf(error) }, 'slack: cannot be reached; it is tried again');
        // The socket tries again by itself once it has begun.
        if (self === null) void connectLater();
        return `cannot be reached yet (${way}); it is tried again`;
      }
    },
    async stop() {
      ending.abort();
      await receiver.stop();
    },
    close: () => pictures.close(),
  };

  /** One line for each token that Slack refuses; none when it was something else. */
  async function refusals(
    error: unknown,
    botIsKnown: boolean,
    app: { readonly appToken: string | null; readonly apiUrl: string | null },
  ): Promise<string[]> {
    const code = refusalOf(error);
    if (code === null) return [];
    if (botIsKnown) return [refusedApp(code)];
    const problems = [
      `SLACK_BOT_TOKEN: Slack refuses it (${code}). Copy the Bot User OAuth Token (xoxb-…) from OAuth & Permissions.`,
    ];
    if (app.appToken === null) return problems;
    // Both are told at once, or else they are mended one start after the other.
    const client = new webApi.WebClient(app.appToken, clientOptions(app.apiUrl, log));
    const opened = await client.apps.connections.open({}).then(
      () => null,
      (failure: unknown) => refusalOf(failure),
    );
    return opened === null ? problems : [...problems, refusedApp(opened)];
  }
};

function refusedApp(code: string): string {
  return `SLACK_APP_TOKEN: Slack refuses it (${code}). Make an app-level token (xapp-…) with connections:write under Basic Information.`;
}

function reasonOf(error: unknown): string {
  return refusalOf(error) ?? (error instanceof Error ? error.message : 'no answer');
}
