import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Behaviour, DEFAULT_BEHAVIOUR } from './behaviour.ts';
import { readCall } from './call.ts';
import { Delivery, SIGNING_SECRET } from './delivery.ts';
import { Envelopes } from './envelopes.ts';
import { eventOfChange, eventOfRemoval, eventPayload, eventsOfNew } from './events.ts';
import { serveFiles } from './files-host.ts';
import { endStream } from './methods/streams.ts';
import { People } from './people.ts';
import { Rates } from './rates.ts';
import { ResponseUrls } from './response-urls.ts';
import { SocketMode } from './socket.ts';
import { WebApi, type WebApiDeps } from './web-api.ts';
import { Workspace } from './workspace.ts';

export type SlackDouble = Awaited<ReturnType<typeof startSlack>>;

export const BOT_TOKEN = 'xoxb-double-bot-token';
export const APP_TOKEN = 'xapp-double-app-token';

/**
 * Starts a double of Slack on a free port of 127.0.0.1: Web API, Socket Mode or signed HTTP, files, response URLs.
 * What the bot sends is checked by Slack's rules: look at `violations()` when a test ends.
 *
 * @example
 * const slack = await startSlack();
 * const app = new App({ token: slack.botToken, appToken: slack.appToken, socketMode: true,
 *   clientOptions: { slackApiUrl: slack.apiUrl } });
 */
export async function startSlack(options: Partial<Behaviour> = {}) {
  let behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...options };
  const violations = new Set<string>();
  const workspace = new Workspace();
  const envelopes = new Envelopes(() => behaviour);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      violations.add(`a call that the double could not read: ${error}`);
      response.writeHead(400).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${port}`;
  const socket = new SocketMode(server, envelopes);
  const delivery = new Delivery(socket, envelopes);
  const deps: WebApiDeps = {
    workspace,
    behaviour: () => behaviour,
    root,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    rates: new Rates(),
    statuses: [],
    triggers: new Map(),
    opened: [],
    uploads: new Map(),
    expired: new Set(),
    note: ({ method }, problem) => void violations.add(`${method}: ${problem}`),
    changed(how, now, before = now) {
      // The bot hears of its own messages, too; it has to know itself.
      const events = {
        added: () => eventsOfNew(workspace, now, root),
        changed: () => [eventOfChange(workspace, now, before)],
        removed: () => [eventOfRemoval(workspace, before)],
      }[how]();
      if (!behaviour.echo) return;
      for (const event of events)
        delivery.post({ type: 'events_api', payload: eventPayload(workspace, event) });
    },
  };
  const api = new WebApi(deps);
  const urls = new ResponseUrls(deps);
  const people = new People(deps, delivery, urls);

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', root).pathname;
    const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    const url = /^\/response\/(\w+)$/.exec(path)?.[1];
    if (method !== undefined) {
      const { status, headers, body } = api.call(await readCall(method, request));
      response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
      response.end(JSON.stringify(body));
    } else if (url !== undefined) {
      const { status, body } = urls.respond(url, await readCall('response_url', request));
      response.writeHead(status, { 'content-type': 'text/plain' }).end(body);
    } else if (!(await serveFiles(path, request, response, deps))) response.writeHead(404).end();
  }

  return {
    /** For `SLACK_API_URL`: ends in /api/. */
    apiUrl: `${root}/api/`,
    root,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    signingSecret: SIGNING_SECRET,
    workspace,
    people,
    socket,
    delivery,
    rates: deps.rates,
    /** Every call of the Web API with how it was answered, oldest first. */
    calls: api.calls,
    statuses: deps.statuses,
    /** Modals that the bot has opened. */
    views: deps.opened,
    /** How long acknowledgements took, in milliseconds. */
    acks: envelopes.acks,
    /** Answers the next calls of a method with an error; `internal_error` is a 500. */
    fail: api.fail.bind(api),
    /** Lets a running stream expire, as Slack does when nothing is appended. */
    expireStream(channel: string, ts: string): void {
      const message = workspace.find(channel, ts);
      if (message?.streaming) endStream(deps, message);
    },
    /** Resolves when a socket is open. */
    connected: () => socket.connected(),
    set(change: Partial<Behaviour>): void {
      behaviour = { ...behaviour, ...change };
    },
    /** Everything that the bot did against Slack's rules, in words; empty is good. */
    violations(): readonly string[] {
      const late = envelopes.late > 0 ? [`${envelopes.late} acknowledgements came too late or never`] : [];
      return [...violations, ...late, ...delivery.failures];
    },
    async close(): Promise<void> {
      await socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
