import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Who calls over HTTP: `key` is a short hash of the API key or of the token's subject; `local` without keys. */
export interface Caller {
  readonly key: string;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Served without a key even when keys are configured: health and the web chat's files. */
    keyless?: boolean;
    /** Checks a platform's signature itself, so that neither keys nor the loopback rule apply: webhooks. */
    signed?: boolean;
  }
  interface FastifyInstance {
    /** Aborts near the end of a stop's grace: turns that still run shall say so before they are cut. */
    ending: AbortSignal;
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
