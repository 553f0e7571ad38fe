import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Authenticate } from './auth.ts';

/** Who calls over HTTP: `key` is a short hash of the API key or of the token's subject; `local` without keys. */
export interface Caller {
  readonly key: string;
  /** Of a token: when it expires, in milliseconds since the epoch; null = never. Absent for keys. */
  readonly expiresMs?: number | null;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Served without a key even when keys are configured: health and the web chat's files. */
    keyless?: boolean;
    /** Checks a platform's signature itself, so that neither keys nor the loopback rule apply: webhooks. */
    signed?: boolean;
    /** Another way than a key to say who calls, where no key is sent: a browser that signed in. Null: nobody. */
    admit?: (request: FastifyRequest) => Promise<Caller | null>;
    /** Only reads, and no model works for it: counted by itself, and far more generously. */
    reads?: boolean;
  }
  interface FastifyInstance {
    /** Aborts near the end of a stop's grace: turns that still run shall say so before they are cut. */
    ending: AbortSignal;
    /** Work that goes on without its request: a stop waits for it as for requests. It ends by itself after `ending`. */
    outlives(work: Promise<unknown>): void;
    /** Checks keys and tokens; null when none are configured. */
    authenticate: Authenticate | null;
  }
  interface FastifyRequest {
    caller: Caller;
  }
}

/** The HTTP host. It owns keys, limits, health, metrics and the error shape; adapters mount their routes on it. */
export interface Gateway {
  mount(routes: (app: FastifyInstance) => void): void;
  /** The caller of a request that passed the key check. */
  caller(request: FastifyRequest): Caller;
  /** Listens; resolves to the URL to open. */
  listen(): Promise<string>;
  /** Takes no new requests and waits for the running ones up to `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}
