import { createHmac } from 'node:crypto';
import type { Acknowledged, Envelopes, Outgoing } from './envelopes.ts';
import type { SocketMode } from './socket.ts';

export const SIGNING_SECRET = 'double-signing-secret';

/** Hands events and interactions to the app: over its socket, or signed to its request URL. */
export class Delivery {
  readonly #socket: SocketMode;
  readonly #envelopes: Envelopes;
  /** Where HTTP goes; null: Socket Mode. */
  requestUrl: string | null = null;
  readonly #failures: Error[] = [];

  constructor(socket: SocketMode, envelopes: Envelopes) {
    this.#socket = socket;
    this.#envelopes = envelopes;
  }

  /** Resolves to the acknowledgement; rejects when there was none. */
  send(outgoing: Outgoing): Promise<Acknowledged> {
    const url = this.requestUrl;
    if (url === null) return this.#socket.send(outgoing);
    return this.#envelopes.deliver(outgoing, async (envelope) => {
      // The acknowledgement is the response, so waiting for it here would hide that it is late.
      void this.#post(url, envelope as Envelope).catch(() => {});
      return { lost: new Promise(() => {}) };
    });
  }

  /** The same without waiting; a failure is kept. */
  post(outgoing: Outgoing): void {
    this.send(outgoing).catch((error: Error) => this.#failures.push(error));
  }

  /** What `post` could not deliver, in words. */
  get failures(): readonly string[] {
    return this.#failures.map(({ message }) => message);
  }

  async #post(url: string, envelope: Envelope): Promise<void> {
    const { type, payload, retry_attempt: retry } = envelope;
    const json = type === 'events_api';
    const body = json ? JSON.stringify(payload) : form(type, payload);
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
        ...signature(body),
        ...(retry !== undefined && {
          'x-slack-retry-num': String(retry),
          'x-slack-retry-reason': 'http_timeout',
        }),
      },
      body,
      signal: AbortSignal.timeout(10_000),
    });
    const text = await response.text();
    if (response.ok) this.#envelopes.acknowledge(envelope.envelope_id, text === '' ? {} : parsed(text));
  }
}

interface Envelope extends Outgoing {
  readonly envelope_id: string;
  readonly retry_attempt?: number;
}

/** The headers that Slack signs a body with. */
export function signature(body: string, nowS = Math.floor(Date.now() / 1_000), secret = SIGNING_SECRET) {
  const digest = createHmac('sha256', secret).update(`v0:${nowS}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(nowS), 'x-slack-signature': `v0=${digest}` };
}

function form(type: Outgoing['type'], payload: unknown): string {
  const fields =
    type === 'interactive' ? { payload: JSON.stringify(payload) } : (payload as Record<string, string>);
  return new URLSearchParams(fields).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { text };
  }
}
