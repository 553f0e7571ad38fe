import type { Behaviour } from './behaviour.ts';
import type { Call } from './call.ts';
import { Refusal, TooFast } from './errors.ts';
import { basics } from './methods/basics.ts';
import { chat } from './methods/chat.ts';
import { conversations } from './methods/conversations.ts';
import { files, type Upload } from './methods/files.ts';
import type { Methods } from './methods/method.ts';
import { type Status, sessions } from './methods/sessions.ts';
import { streams } from './methods/streams.ts';
import { type OpenView, views } from './methods/views.ts';
import type { Rates } from './rates.ts';
import type { SlackMessage, Workspace } from './workspace.ts';

/** A message that has come, changed or gone; others are told by events. */
export type Changed = (
  how: 'added' | 'changed' | 'removed',
  now: SlackMessage,
  before?: SlackMessage,
) => void;

/** What the methods work on. */
export interface WebApiDeps {
  readonly workspace: Workspace;
  readonly behaviour: () => Behaviour;
  readonly root: string;
  readonly botToken: string;
  readonly appToken: string;
  readonly rates: Rates;
  /** Every status that was set, oldest first. */
  readonly statuses: Status[];
  /** When each trigger was given out, in milliseconds of `performance.now()`. */
  readonly triggers: Map<string, number>;
  /** Modals that were opened. */
  readonly opened: OpenView[];
  readonly uploads: Map<string, Upload>;
  /** Streams that have ended without the bot: `channel ts`. */
  readonly expired: Set<string>;
  /** Keeps what Slack would take, but should not have been sent. */
  readonly note: (call: Pick<Call, 'method'>, problem: string) => void;
  readonly changed: Changed;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/** A call with what it was answered: `ok`, or the error. */
export interface Answer extends Call {
  readonly answer: string;
}

interface Injected {
  left: number;
  readonly method: string;
  readonly code: string;
}

/** Answers calls by the methods' table, and keeps what came in. */
export class WebApi {
  readonly calls: Answer[] = [];
  readonly #deps: WebApiDeps;
  readonly #methods: Methods;
  readonly #injected: Injected[] = [];

  constructor(deps: WebApiDeps) {
    this.#deps = deps;
    this.#methods = {
      ...basics(deps),
      ...chat(deps),
      ...streams(deps),
      ...conversations(deps),
      ...files(deps),
      ...sessions(deps),
      ...views(deps),
    };
  }

  /** Answers the next `times` calls of a method with this error; `internal_error` stands for a 500. */
  fail(method: string, code: string, times = 1): void {
    this.#injected.push({ method, code, left: times });
  }

  call(call: Call): Answered {
    const answered = this.#answer(call);
    const { error } = answered.body as { error?: string };
    this.calls.push({ ...call, answer: error ?? 'ok' });
    return answered;
  }

  #answer(call: Call): Answered {
    try {
      this.#authorize(call);
      this.#deps.rates.check(call, this.#deps.behaviour().rates);
      const failure = this.#injected.find(({ method, left }) => left > 0 && method === call.method);
      if (failure !== undefined) {
        failure.left--;
        if (failure.code === 'internal_error')
          return { status: 500, headers: {}, body: { error: failure.code } };
        throw new Refusal(failure.code, [], false);
      }
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
    if (error.blame) this.#deps.note(call, error.message);
    const messages = error.details.map((detail) => `[ERROR] ${detail}`);
    const body = { ok: false, error: error.code, response_metadata: { messages } };
    return { status: 200, headers: {}, body };
  }
}
