import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { ModelSpec } from './behaviour.ts';

/** One request being answered. */
export interface Exchange {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** The body as it came. */
  readonly text: string;
  readonly res: ServerResponse;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Tokens generated so far. */
  tokens: number;
  /** Breaks the connection from the server's side, which is no abort by the client. */
  destroy(): void;
}

export type Model = Required<ModelSpec>;

export function sendJson(
  res: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  res.writeHead(status, { ...headers, 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Resolves never; rejects when the client goes away. */
export function untilGone(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) return reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
