import { setTimeout as delay } from 'node:timers/promises';
import type { Behaviour } from './behaviour.ts';
import type { Json } from './call.ts';
import type { Update, Updates } from './updates.ts';

export interface WebhookTarget {
  /** As the bot gave it: HTTPS. */
  readonly url: string;
  readonly secret: string | null;
  readonly maxConnections: number;
}

interface WebhookDeps {
  readonly updates: Updates;
  readonly behaviour: () => Behaviour;
  /** A response may carry a call of a method; its result is lost. */
  readonly answeredWithCall: (call: Json) => void;
}

/** Posts updates to the bot's URL, those of one chat one after another, until each was answered with 2xx. */
export class Webhook {
  readonly #deps: WebhookDeps;
  readonly #busy = new Set<string>();
  readonly #closed = new AbortController();
  #target: WebhookTarget | null = null;
  #waiters: (() => void)[] = [];
  #failing = 0;
  /** Where an HTTPS origin really is: what ends its TLS is not played. */
  readonly origins = new Map<string, string>();
  /** Status of each post, oldest first; 0: no connection. */
  readonly posts: number[] = [];
  lastError: string | null = null;

  constructor(deps: WebhookDeps) {
    this.#deps = deps;
    deps.updates.onPush(() => this.#pump());
  }

  get target(): WebhookTarget | null {
    return this.#target;
  }

  set(target: WebhookTarget | null): void {
    this.#target = target;
    if (target === null) return;
    for (const connected of this.#waiters.splice(0)) connected();
    this.#pump();
  }

  /** Resolves when a webhook is set. */
  connected(): Promise<void> {
    if (this.#target !== null) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push(resolve));
  }

  /** The next `times` posts do not reach the bot. */
  fail(times: number): void {
    this.#failing += times;
  }

  #pump(): void {
    if (this.#target === null) return;
    for (const { update, lane } of this.#deps.updates.heads()) {
      if (this.#busy.has(lane) || this.#busy.size >= this.#target.maxConnections) continue;
      this.#busy.add(lane);
      void this.#deliver(update).finally(() => {
        this.#busy.delete(lane);
        this.#pump();
      });
    }
  }

  async #deliver(update: Update): Promise<void> {
    const { updates, behaviour, answeredWithCall } = this.#deps;
    const { signal } = this.#closed;
    for (let waitMs = behaviour().webhookRetryMs; !signal.aborted; waitMs = Math.min(waitMs * 2, 1_000)) {
      const target = this.#target;
      if (target === null) return;
      const { status, body } = await this.#post(target, update);
      this.posts.push(status);
      if (status >= 200 && status < 300) {
        updates.confirm(update.update_id);
        if (body?.method !== undefined) answeredWithCall(body);
        return;
      }
      this.lastError = `Wrong response from the webhook: ${status}`;
      await delay(waitMs, undefined, { signal }).catch(() => {});
    }
  }

  async #post(target: WebhookTarget, update: Update): Promise<{ status: number; body: Json | null }> {
    if (this.#failing > 0) {
      this.#failing--;
      return { status: 0, body: null };
    }
    const url = new URL(target.url);
    const local = this.origins.get(url.origin) ?? url.origin;
    try {
      const response = await fetch(`${local}${url.pathname}${url.search}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(target.secret !== null && { 'x-telegram-bot-api-secret-token': target.secret }),
        },
        body: JSON.stringify(update),
        signal: AbortSignal.any([
          AbortSignal.timeout(this.#deps.behaviour().webhookTimeoutMs),
          this.#closed.signal,
        ]),
      });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Json) : null };
    } catch {
      return { status: 0, body: null };
    }
  }

  close(): void {
    this.#closed.abort();
    this.#target = null;
  }
}
