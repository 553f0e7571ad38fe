import { type Call, flag, optional } from './call.ts';
import { Refusal } from './errors.ts';
import { LIMITS } from './rules/limits.ts';
import { contentOf } from './rules/message.ts';
import type { WebApiDeps } from './web-api.ts';
import { BOT } from './workspace.ts';

interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  /** The message whose button was pressed; null for a command. */
  readonly message: string | null;
  readonly thread: string | null;
  left: number;
}

/** `response_url`s: five uses each, for what only one person sees, for a message to all, or to change the one pressed. */
export class ResponseUrls {
  readonly #deps: WebApiDeps;
  readonly #urls = new Map<string, ResponseUrl>();

  constructor(deps: WebApiDeps) {
    this.#deps = deps;
  }

  issue(channel: string, user: string, message: string | null, thread: string | null): string {
    const id = this.#deps.workspace.id('RU');
    this.#urls.set(id, { channel, user, message, thread, left: LIMITS.responseUrlUses });
    return `${this.#deps.root}/response/${id}`;
  }

  /** Answers a POST to one of them: status and body. */
  respond(id: string, call: Call): { status: number; body: string } {
    const url = this.#urls.get(id);
    if (url === undefined) return { status: 404, body: 'expired_url' };
    if (url.left === 0) {
      this.#deps.note(call, 'used more often than five times');
      return { status: 404, body: 'used_url' };
    }
    url.left--;
    try {
      this.#write(url, call);
      return { status: 200, body: 'ok' };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.#deps.note(call, error.message);
      return { status: 400, body: error.code };
    }
  }

  #write({ channel, user, message, thread }: ResponseUrl, call: Call): void {
    const { workspace, note, changed } = this.#deps;
    const original = message === null ? null : workspace.find(channel, message);
    if (flag(call, 'delete_original') === true) {
      if (original !== null) changed('removed', workspace.change(original, { deleted: true }), original);
      return;
    }
    const content = contentOf(call, (problem) => note(call, problem));
    // Answers to a button replace its message unless they say otherwise.
    if (original !== null && flag(call, 'replace_original') !== false) {
      changed('changed', workspace.change(original, { ...content, edited: workspace.ts() }), original);
      return;
    }
    const everybody = optional(call, 'response_type') === 'in_channel';
    const threadTs = optional(call, 'thread_ts') ?? thread;
    const onlyFor = everybody ? null : user;
    const added = workspace.addMessage({ channel, user: BOT.user, threadTs, onlyFor, ...content });
    if (everybody) changed('added', added);
  }
}
