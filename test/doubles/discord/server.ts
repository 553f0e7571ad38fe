import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Behaviour, DEFAULT_BEHAVIOUR } from './behaviour.ts';
import { serveCdn } from './cdn.ts';
import { Clock } from './clock.ts';
import { Events } from './events.ts';
import { Gateway } from './gateway/gateway.ts';
import { IssuedInteractions } from './interactions/issued.ts';
import { Doing, type OpenModal } from './interactions/people.ts';
import { People } from './people.ts';
import { RestApi } from './rest/api.ts';
import { basics } from './rest/basics.ts';
import { readBody } from './rest/call.ts';
import { callbacks } from './rest/callbacks.ts';
import { CommandRegistry, commands } from './rest/commands.ts';
import { messages } from './rest/messages.ts';
import { Rates } from './rest/rates.ts';
import { threads } from './rest/threads.ts';
import { webhooks } from './rest/webhooks.ts';
import { prepareOpenApi } from './rules/openapi.ts';
import { validateCall } from './rules/validate.ts';
import { type DiscordMessage, Workspace } from './workspace.ts';

export type DiscordDouble = Awaited<ReturnType<typeof startDiscord>>;

export const BOT_TOKEN = 'OTAwMDAwMDAwMDAwMDAwMDAx.double.bot-token';

/**
 * Starts a double of Discord on a free port of 127.0.0.1: REST and gateway of version 10, interactions, CDN.
 * What the bot sends is checked by Discord's rules: look at `violations()` when a test ends.
 *
 * @example
 * const discord = await startDiscord();
 * const client = new Client({ intents, rest: { api: discord.apiUrl } });
 * await client.login(discord.botToken);
 */
export async function startDiscord(options: Partial<Behaviour> = {}) {
  prepareOpenApi();
  let behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...options };
  const violations = new Set<string>();
  const clock = new Clock();
  const workspace = new Workspace(clock);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      violations.add(`a call that the double could not answer: ${error}`);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${port}`;
  const gatewayUrl = `ws://127.0.0.1:${port}/gateway`;
  const gateway = new Gateway({
    server,
    workspace,
    behaviour: () => behaviour,
    token: BOT_TOKEN,
    url: gatewayUrl,
  });
  const events = new Events(gateway, workspace, root);
  const rates = new Rates();
  const deps = {
    workspace,
    behaviour: () => behaviour,
    events,
    root,
    botToken: BOT_TOKEN,
    note: (problem: string) => void violations.add(problem),
    gatewayUrl,
    identifies: () => gateway.identifies,
    typing: [] as string[],
    checkOldEdit: (message: DiscordMessage) => rates.checkOldEdit(message, clock.now(), behaviour),
  };
  const registry = new CommandRegistry();
  const issued = new IssuedInteractions(workspace, () => behaviour);
  const modals: OpenModal[] = [];
  const api = new RestApi({
    ...deps,
    handlers: {
      ...basics(deps),
      ...messages(deps),
      ...threads(deps),
      ...commands(deps, registry),
      ...callbacks(deps, issued),
      ...webhooks(deps, issued),
    },
    validate: (call) => validateCall(call, behaviour.fileBytes, deps.note),
    limit(call) {
      const { channel_id: channel, webhook_token: token } = call.params;
      const place = channel ?? issued.channelOf(String(token));
      return rates.check({ ...call, channel: place === null ? null : String(place) }, behaviour.rates);
    },
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', root);
    if (serveCdn(url, request, response, deps)) return;
    const path = /^\/api\/v10(\/.*)$/.exec(url.pathname)?.[1];
    if (path === undefined) return void response.writeHead(404).end();
    const { status, headers, body } = api.call({
      ...(await readBody(request)),
      method: request.method ?? 'GET',
      path: decodeURIComponent(path),
      query: url.searchParams,
      authorization: request.headers.authorization ?? null,
      at: clock.now(),
    });
    // The client reads a body wherever a type is told.
    const type = status === 204 ? {} : { 'content-type': 'application/json' };
    response.writeHead(status, { ...type, ...headers });
    response.end(status === 204 ? undefined : JSON.stringify(body));
  }

  return {
    /** For `DISCORD_API_URL` and `rest.api`: ends in /api. */
    apiUrl: `${root}/api`,
    root,
    botToken: BOT_TOKEN,
    workspace,
    /** The double's time; moved on, links and tokens run out. */
    clock,
    people: new People(workspace, events),
    /** What people do with commands, buttons and forms. */
    doing: new Doing({ workspace, events, root, registry, issued, modals }),
    commands: registry,
    /** Modals that the bot has opened, oldest first. */
    modals,
    events,
    gateway,
    rates,
    /** How long first answers to interactions took, in milliseconds. */
    acks: issued.acks,
    calls: api.calls,
    /** Answers the next calls of a route with an error. */
    fail: api.fail.bind(api),
    /** Ids of channels in which the bot showed that it types. */
    typing: deps.typing,
    /** Resolves when a session is live (on each of these shards, if named). */
    connected: (shards?: readonly number[]) => gateway.connected(shards),
    set(change: Partial<Behaviour>): void {
      behaviour = { ...behaviour, ...change };
    },
    /** Everything that the bot did against Discord's rules, in words; empty is good. */
    violations(): readonly string[] {
      const late = issued.late > 0 ? [`${issued.late} interactions were answered too late or never`] : [];
      return [...violations, ...late];
    },
    async close(): Promise<void> {
      await gateway.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
