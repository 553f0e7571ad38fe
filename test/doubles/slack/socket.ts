import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Acknowledged, Envelopes, Outgoing } from './envelopes.ts';
import { BOT } from './workspace.ts';

const PING_EVERY_MS = 10_000;
/** For a client to answer a close; one that was killed never does. */
const FAREWELL_MS = 500;

/** Socket Mode: up to ten sockets, each envelope to one of them, kept until one is there. */
export class SocketMode {
  readonly #server: WebSocketServer;
  readonly #open = new Set<WebSocket>();
  /** Resolves when the socket has closed. */
  readonly #closing = new WeakMap<WebSocket, Promise<void>>();
  readonly #waiting: (() => void)[] = [];
  readonly #envelopes: Envelopes;
  /** How often a socket has been opened. */
  opened = 0;

  constructor(server: Server, envelopes: Envelopes) {
    this.#envelopes = envelopes;
    this.#server = new WebSocketServer({ server, path: '/link/' });
    this.#server.on('connection', (socket) => this.#greet(socket));
  }

  #greet(socket: WebSocket): void {
    this.opened++;
    const ping = setInterval(() => socket.ping(), PING_EVERY_MS).unref();
    socket.on('message', (data) => {
      const { envelope_id: id, payload } = JSON.parse(String(data)) as Record<string, unknown>;
      this.#envelopes.acknowledge(String(id), payload);
    });
    socket.on('error', () => {});
    const closed = closeOf(socket).then(() => {
      clearInterval(ping);
      this.#open.delete(socket);
    });
    this.#closing.set(socket, closed);
    const debug_info = { host: 'applink-double', build_number: 1, approximate_connection_time: 18_060 };
    const connection_info = { app_id: BOT.app };
    socket.send(
      JSON.stringify({ type: 'hello', num_connections: this.#open.size + 1, debug_info, connection_info }),
    );
    this.#open.add(socket);
    for (const resume of this.#waiting.splice(0)) resume();
  }

  /** Resolves when a socket is open. */
  async connected(): Promise<void> {
    while (this.#open.size === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  get connections(): number {
    return this.#open.size;
  }

  /** Sends an envelope to the newest socket as soon as there is one; resolves to its acknowledgement. */
  async send(outgoing: Outgoing): Promise<Acknowledged> {
    return this.#envelopes.deliver(outgoing, async (envelope) => {
      await this.connected();
      const socket = [...this.#open].at(-1);
      socket?.send(JSON.stringify(envelope));
      return { lost: (socket && this.#closing.get(socket)) ?? Promise.resolve() };
    });
  }

  /** Tells the sockets to come back anew, as Slack does when it recycles a host. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled' = 'refresh_requested'): void {
    for (const socket of this.#open) {
      this.#open.delete(socket);
      socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-double' } }));
    }
  }

  /** Breaks the connections without a word. */
  break(): void {
    for (const socket of this.#open) {
      this.#open.delete(socket);
      socket.terminate();
    }
  }

  /** Closes politely, as a connection that breaks is told of as an error in the client's log. */
  async close(): Promise<void> {
    this.#envelopes.close();
    await Promise.all([...this.#server.clients].map(farewell));
    this.#server.close();
  }
}

async function farewell(socket: WebSocket): Promise<void> {
  const cut = setTimeout(() => socket.terminate(), FAREWELL_MS);
  socket.close(1001);
  if (socket.readyState !== socket.CLOSED) await closeOf(socket);
  clearTimeout(cut);
}

/** Unlike `events.once`, it does not mind errors before. */
const closeOf = (socket: WebSocket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()));
