import type { Behaviour } from './behaviour.ts';
import type { Call } from './call.ts';
import { Refusal, TooFast } from './errors.ts';
import { basics } from './methods/basics.ts';
import type { Methods } from './methods/method.ts';
import type { Workspace } from './workspace.ts';

export interface WebApiDeps {
  readonly workspace: Workspace;
  readonly behaviour: () => Behaviour;
  readonly root: string;
  readonly botToken: string;
  readonly appToken: string;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** Answers calls by the methods' table, and keeps what came in. */
export class WebApi {
  readonly calls: Call[] = [];
  /** What the bot sent and Slack's rules forbid. */
  readonly violations: string[] = [];
  readonly #deps: WebApiDeps;
  readonly #methods: Methods;

  constructor(deps: WebApiDeps) {
    this.#deps = deps;
    this.#methods = { ...basics(deps) };
  }

  call(call: Call): Answered {
    this.calls.push(call);
    try {
      this.#authorize(call);
      const method = this.#methods[call.method];
      if (method === undefined) throw new Refusal('unknown_method', [call.method]);
      return { status: 200, headers: {}, body: { ok: true, ...method(call) } };
    } catch (error) {
      return this.#refuse(call, error);
    }
  }

  #authorize({ method, token }: Call): void {
    const { botToken, appToken, behaviour } = this.#deps;
    if (token === '') throw new Refusal('not_authed');
    const wanted = method === 'apps.connections.open' ? appToken : botToken;
    if (token !== wanted || !behaviour().authorized) throw new Refusal('invalid_auth', [], false);
  }

  #refuse(call: Call, error: unknown): Answered {
    if (error instanceof TooFast) {
      const headers = { 'retry-after': String(error.retryAfterS) };
      return { status: 429, headers, body: { ok: false, error: 'ratelimited' } };
    }
    if (!(error instanceof Refusal)) throw error;
    if (error.blame) this.violations.push(`${call.method}: ${error.message}`);
    const messages = error.details.map((detail) => `[ERROR] ${detail}`);
    const body = { ok: false, error: error.code, response_metadata: { messages } };
    return { status: 200, headers: {}, body };
  }
}
