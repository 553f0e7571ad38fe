import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Behaviour } from '../behaviour.ts';
import { isObject, type Json } from '../json.ts';
import { userObject } from '../objects/people.ts';
import { guildObject } from '../objects/places.ts';
import { BOT, type Workspace } from '../workspace.ts';
import { readIdentify, refusalOf } from './identify.ts';
import { INTENTS } from './intents.ts';
import { Session } from './session.ts';
import { farewell, OP, say } from './wire.ts';

export interface GatewayDeps {
  readonly server: Server;
  readonly workspace: Workspace;
  readonly behaviour: () => Behaviour;
  readonly token: string;
  /** `ws://…` */
  readonly url: string;
}

/** What goes out to those sessions that serve the guild and have the intent. */
export interface Event {
  readonly t: string;
  readonly guild: string | null;
  /** 0: no intent is needed. */
  readonly intent: number;
  /** Made for each session, as not every one may see everything. */
  readonly d: (session: Session) => unknown;
}

/** The gateway, version 10, in JSON: sessions that outlive their connections, in shards. */
export class Gateway {
  readonly #deps: GatewayDeps;
  readonly #server: WebSocketServer;
  readonly #sessions = new Map<string, Session>();
  readonly #waiting: (() => void)[] = [];
  /** When each concurrency bucket last identified. */
  readonly #identifiedAt = new Map<number, number>();
  /** Sessions that were identified or resumed. */
  #began = 0;
  /** How many IDENTIFYs have come: a thousand a day are allowed. */
  identifies = 0;
  resumes = 0;
  heartbeats = 0;

  constructor(deps: GatewayDeps) {
    this.#deps = deps;
    this.#server = new WebSocketServer({ server: deps.server, path: '/gateway' });
    this.#server.on('connection', (socket) => this.#greet(socket));
  }

  /** Sessions with a connection. */
  get live(): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => session.live);
  }

  /** Resolves when a session is live (on each of these shards, if named). */
  async connected(shards: readonly number[] = []): Promise<void> {
    const there = () =>
      this.live.length > 0 && shards.every((index) => this.live.some(({ shard }) => shard[0] === index));
    while (!there()) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Resolves when a session has come up since the last cut: an identified or a resumed one. */
  async back(): Promise<void> {
    const before = this.#began;
    while (this.#began === before) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  send({ t, guild, intent, d }: Event): void {
    for (const session of this.#sessions.values())
      if (session.serves(guild) && session.has(intent)) session.dispatch({ t, d: d(session) });
  }

  /** Asks everybody to come back and resume, as Discord does when it moves a host. */
  reconnect(): void {
    for (const { socket } of this.live) say(socket, OP.reconnect, null);
  }

  /** Tells everybody that the session is invalid; resumable or not. */
  invalidate(resumable: boolean): void {
    for (const { socket } of this.live) say(socket, OP.invalidSession, resumable);
    if (!resumable) this.#sessions.clear();
  }

  /** Breaks the connections without a word. */
  cut(): void {
    for (const { socket } of this.live) socket?.terminate();
  }

  /** Forgets all sessions, so that no RESUME succeeds. */
  forget(): void {
    this.#sessions.clear();
  }

  #greet(socket: WebSocket): void {
    let session: Session | null = null;
    socket.on('error', () => {});
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = null;
    });
    socket.on('message', (data) => {
      const { op, d } = JSON.parse(String(data)) as { op: number; d: unknown };
      if (op === OP.heartbeat) return this.#beat(socket);
      if (op === OP.identify || op === OP.resume) {
        if (session !== null) return socket.close(4_005, 'Already authenticated.');
        session = op === OP.identify ? this.#identify(socket, d) : this.#resume(socket, d);
        if (session !== null) this.#began++;
        for (const resolve of this.#waiting.splice(0)) resolve();
        return;
      }
      if (session === null) return socket.close(4_003, 'Not authenticated.');
      if (op !== OP.presence && op !== OP.members) socket.close(4_001, 'Unknown opcode.');
    });
    say(socket, OP.hello, { heartbeat_interval: this.#deps.behaviour().heartbeatIntervalMs });
  }

  #beat(socket: WebSocket): void {
    this.heartbeats++;
    if (this.#deps.behaviour().heartbeatAcks) say(socket, OP.acknowledged, null);
  }

  #identify(socket: WebSocket, d: unknown): Session | null {
    this.identifies++;
    const behaviour = this.#deps.behaviour();
    const asked = readIdentify(d);
    const refusal = refusalOf(asked, this.#deps.token, behaviour, this.identifies);
    if (refusal !== null) {
      socket.close(refusal.code, refusal.reason);
      return null;
    }
    const { intents, shard } = asked;
    const [index] = shard;
    if (this.#tooSoon(index)) {
      say(socket, OP.invalidSession, false);
      return null;
    }
    const session = new Session(socket, intents, shard);
    this.#sessions.set(session.id, session);
    this.#ready(session);
    return session;
  }

  #tooSoon(shard: number): boolean {
    const { maxConcurrency, identifySpacingMs } = this.#deps.behaviour();
    const now = this.#deps.workspace.clock.now();
    const bucket = shard % maxConcurrency;
    const last = this.#identifiedAt.get(bucket) ?? Number.NEGATIVE_INFINITY;
    this.#identifiedAt.set(bucket, now);
    return now - last < identifySpacingMs;
  }

  #ready(session: Session): void {
    const { workspace, url } = this.#deps;
    const guilds = [...workspace.guilds.values()].filter(({ id }) => session.serves(id));
    session.dispatch({
      t: 'READY',
      d: {
        v: 10,
        user: { ...userObject(workspace.user(BOT.user)), verified: true, mfa_enabled: false, flags: 0 },
        guilds: guilds.map(({ id }) => ({ id, unavailable: true })),
        session_id: session.id,
        resume_gateway_url: url,
        shard: session.shard,
        application: { id: BOT.app, flags: 0 },
        private_channels: [],
        relationships: [],
      },
    });
    if (!session.has(INTENTS.guilds)) return;
    for (const guild of guilds) session.dispatch({ t: 'GUILD_CREATE', d: guildObject(workspace, guild) });
  }

  #resume(socket: WebSocket, d: unknown): Session | null {
    const { session_id: id, seq, token } = (isObject(d) ? d : {}) as Json;
    const session = this.#sessions.get(String(id));
    if (session === undefined || token !== this.#deps.token) {
      say(socket, OP.invalidSession, false);
      return null;
    }
    if (typeof seq !== 'number' || seq > session.sequence) {
      socket.close(4_007, 'Invalid seq.');
      return null;
    }
    this.resumes++;
    session.resume(socket, seq);
    return session;
  }

  /** Closes politely, as a connection that breaks is told of as an error in the client's log. */
  async close(): Promise<void> {
    await Promise.all([...this.#server.clients].map(farewell));
    this.#server.close();
  }
}
