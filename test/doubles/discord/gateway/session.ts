import { randomBytes } from 'node:crypto';
import { WebSocket as Socket, type WebSocket } from 'ws';
import { shardOf } from '../snowflakes.ts';

export interface Dispatch {
  readonly t: string;
  readonly d: unknown;
}

/** What one IDENTIFY began: it outlives its connection, and keeps what has been sent to it. */
export class Session {
  readonly id = randomBytes(16).toString('hex');
  readonly intents: number;
  readonly shard: readonly [number, number];
  readonly #sent: { readonly op: 0; readonly s: number; readonly t: string; readonly d: unknown }[] = [];
  socket: WebSocket | null;

  constructor(socket: WebSocket, intents: number, shard: readonly [number, number]) {
    this.socket = socket;
    this.intents = intents;
    this.shard = shard;
  }

  /** Number of the newest event. */
  get sequence(): number {
    return this.#sent.length;
  }

  get live(): boolean {
    return this.socket?.readyState === Socket.OPEN;
  }

  has(intent: number): boolean {
    return (this.intents & intent) === intent;
  }

  serves(guild: string | null): boolean {
    const [index, count] = this.shard;
    return shardOf(guild, count) === index;
  }

  /** Numbers and keeps the event; it goes out when there is a connection. */
  dispatch({ t, d }: Dispatch): void {
    const event = { op: 0 as const, s: this.#sent.length + 1, t, d };
    this.#sent.push(event);
    if (this.live) this.socket?.send(JSON.stringify(event));
  }

  /** Takes over a new connection and sends what it has missed. */
  resume(socket: WebSocket, after: number): void {
    for (const event of this.#sent.slice(after)) socket.send(JSON.stringify(event));
    this.socket = socket;
    this.dispatch({ t: 'RESUMED', d: {} });
  }
}
