import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Behaviour, DEFAULT_BEHAVIOUR } from './behaviour.ts';
import { type Call, readCall } from './call.ts';
import { Envelopes } from './envelopes.ts';
import { SocketMode } from './socket.ts';
import { type Answered, WebApi } from './web-api.ts';
import { Workspace } from './workspace.ts';

export type SlackDouble = Awaited<ReturnType<typeof startSlack>>;

export const BOT_TOKEN = 'xoxb-double-bot-token';
export const APP_TOKEN = 'xapp-double-app-token';

/**
 * Starts a double of Slack on a free port of 127.0.0.1: Web API, Socket Mode, files, response URLs.
 *
 * @example
 * const slack = await startSlack();
 * const app = new App({ token: slack.botToken, appToken: slack.appToken, socketMode: true,
 *   clientOptions: { slackApiUrl: slack.apiUrl } });
 */
export async function startSlack(options: Partial<Behaviour> = {}) {
  let behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...options };
  const workspace = new Workspace();
  const envelopes = new Envelopes(() => behaviour);
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${port}`;
  const socket = new SocketMode(server, envelopes);
  const api = new WebApi({
    workspace,
    behaviour: () => behaviour,
    root,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', root).pathname;
    const method = /^\/api\/([\w.]+)$/.exec(path)?.[1];
    if (method === undefined) {
      response.writeHead(404).end();
      return;
    }
    send(response, api.call(await readCall(method, request)));
  }

  return {
    /** For `SLACK_API_URL`: ends in /api/. */
    apiUrl: `${root}/api/`,
    root,
    botToken: BOT_TOKEN,
    appToken: APP_TOKEN,
    workspace,
    socket,
    calls: api.calls as readonly Call[],
    /** Resolves when a socket is open. */
    connected: () => socket.connected(),
    set(change: Partial<Behaviour>): void {
      behaviour = { ...behaviour, ...change };
    },
    async close(): Promise<void> {
      socket.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function send(response: ServerResponse, { status, headers, body }: Answered): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
