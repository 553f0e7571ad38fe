import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Behaviour, DEFAULT_BEHAVIOUR } from './behaviour.ts';
import { BotApi } from './bot-api.ts';
import { readCall } from './call.ts';
import { Drafts } from './drafts.ts';
import type { MethodDeps } from './methods/method.ts';
import { People } from './people.ts';
import { Polling } from './polling.ts';
import { Rates } from './rates.ts';
import { Updates } from './updates.ts';
import { Webhook } from './webhook.ts';
import { BOT, World } from './world.ts';

export type TelegramDouble = Awaited<ReturnType<typeof startTelegram>>;

export const BOT_TOKEN = `${BOT.id}:AAdouble-bot-token_0123456789abcdef`;

/**
 * Starts a double of the Bot API on a free port of 127.0.0.1: long polling and webhook, messages, drafts, files.
 * What the bot sends is checked by Telegram's specification and rules: look at `violations()` when a test ends.
 *
 * @example
 * const telegram = await startTelegram();
 * const bot = new Telegraf(telegram.token, { telegram: { apiRoot: telegram.apiRoot } });
 */
export async function startTelegram(options: Partial<Behaviour> = {}) {
  let behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...options };
  const violations = new Set<string>();
  const world = new World();
  const updates = new Updates();
  const rates = new Rates();
  const polling = new Polling(updates, () => behaviour);
  const webhook = new Webhook({
    updates,
    behaviour: () => behaviour,
    answeredWithCall: ({ method }) =>
      void violations.add(`${method}: called in a webhook's response, its result is lost`),
  });
  const deps: MethodDeps = {
    world,
    updates,
    webhook,
    drafts: new Drafts(() => behaviour),
    behaviour: () => behaviour,
    callbacks: new Map(),
    commandLists: [],
    signs: [],
    touched: new Map(),
    paths: new Map(),
    note: ({ method }, problem) => void violations.add(`${method}: ${problem}`),
    webhookReplacesPolling: () => polling.replaced(),
  };
  const api = new BotApi(deps, rates, polling);
  const people = new People(deps);
  const downloads: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(url.pathname);
    if (file !== null) return download(file[1] ?? '', file[2] ?? '', response);
    const [, token, method] = /^\/bot([^/]+)\/(\w+)$/.exec(url.pathname) ?? [];
    const refused =
      token === BOT_TOKEN ? null : /^\d+:[\w-]{30,}$/.test(token ?? '') ? 'Unauthorized' : 'Not Found';
    if (method === undefined || refused !== null) {
      const code = refused === 'Unauthorized' ? 401 : 404;
      response.writeHead(code, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, error_code: code, description: refused ?? 'Not Found' }));
      return;
    }
    await api.call(await readCall(method, request, url.searchParams), response);
  }

  function download(token: string, path: string, response: ServerResponse): void {
    const file = world.files.get(deps.paths.get(path) ?? '');
    const known = token === BOT_TOKEN && behaviour.authorized;
    downloads.push(path);
    if (known && file !== undefined)
      response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.content);
    else
      response.writeHead(404).end(JSON.stringify({ ok: false, error_code: 404, description: 'Not Found' }));
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      violations.add(`a call that the double could not read: ${error}`);
      if (!response.headersSent) response.writeHead(400).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;

  return {
    /** For `TELEGRAM_API_ROOT`. */
    apiRoot: `http://127.0.0.1:${port}`,
    token: BOT_TOKEN,
    world,
    people,
    updates,
    polling,
    webhook,
    rates,
    drafts: deps.drafts,
    /** Every call with how it was answered, oldest first. */
    calls: api.calls,
    /** Lists of commands by scope and language. */
    commandLists: deps.commandLists,
    /** Presses by the id of their callback query. */
    callbacks: deps.callbacks,
    /** Chat actions and reactions, in words, oldest first. */
    signs: deps.signs,
    /** Paths of files that were fetched. */
    downloads,
    /** Refuses the next calls of a method; 500 and more come without JSON. */
    fail: api.fail.bind(api),
    set(change: Partial<Behaviour>): void {
      behaviour = { ...behaviour, ...change };
    },
    /** Everything that the bot did against Telegram's rules, in words; empty is good. */
    violations(): readonly string[] {
      const now = performance.now();
      const unanswered = [...deps.callbacks.values()].filter(
        ({ answered, at }) => !answered && now - at > behaviour.callbackWithinMs,
      );
      return [...violations, ...unanswered.map(({ id }) => `callback query ${id} was never answered`)];
    },
    async close(): Promise<void> {
      updates.close();
      webhook.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
