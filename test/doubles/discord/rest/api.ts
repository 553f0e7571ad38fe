import type { Call } from './call.ts';
import { Refusal, TooFast, unauthorized } from './errors.ts';
import type { Handlers, RestDeps } from './handler.ts';

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Null: none. */
  readonly body: unknown;
}

export interface ApiDeps extends RestDeps {
  readonly handlers: Handlers;
  /** @throws Refusal for what Discord does not take; says aloud what it would, but people would see go wrong */
  readonly validate: (call: Call) => void;
  /** Headers of the call's bucket. @throws TooFast */
  readonly limit: (call: Call) => Readonly<Record<string, string>>;
}

interface Injected {
  readonly route: RegExp;
  readonly status: number;
  readonly code: number;
  left: number;
}

/** Calls of these carry their token in the path. */
const BY_TOKEN = /^\/(interactions|webhooks)\//;

/** The REST API: authorises, limits, validates, answers, and remembers what was called. */
export class RestApi {
  readonly #deps: ApiDeps;
  readonly #routes: readonly { method: string; template: string; pattern: RegExp }[];
  readonly #injected: Injected[] = [];
  /** Every call with the status of its answer, oldest first. */
  readonly calls: (Call & { readonly status: number })[] = [];

  constructor(deps: ApiDeps) {
    this.#deps = deps;
    this.#routes = Object.keys(deps.handlers).map((key) => {
      const [method = '', template = ''] = key.split(' ');
      return { method, template, pattern: patternOf(template) };
    });
  }

  /** Answers of 401, 403 and 429: 10,000 in ten minutes ban an address. */
  get invalid(): number {
    return this.calls.filter(({ status }) => status === 401 || status === 403 || status === 429).length;
  }

  /** Answers the next `times` calls whose `METHOD /path` matches with this error; code 0 and 500 is a fault of Discord. */
  fail(route: RegExp, status: number, code = 0, times = 1): void {
    this.#injected.push({ route, status, code, left: times });
  }

  call(request: Omit<Call, 'template' | 'params'>): Answered {
    const { method, path } = request;
    const route = this.#routes.find((one) => one.method === method && one.pattern.test(path));
    const params = route?.pattern.exec(path)?.groups ?? {};
    const call: Call = { ...request, template: route?.template ?? path, params };
    const answered = this.#answer(call, route === undefined ? null : `${method} ${route.template}`);
    this.calls.push({ ...call, status: answered.status });
    return answered;
  }

  #answer(call: Call, route: string | null): Answered {
    try {
      this.#authorize(call);
      const headers = this.#deps.limit(call);
      this.#inject(call);
      const handler = route === null ? undefined : this.#deps.handlers[route];
      if (handler === undefined) throw new Refusal(404, 0, '404: Not Found', { blame: true });
      this.#deps.validate(call);
      const body = handler(call);
      return { status: body === undefined ? 204 : 200, headers, body: body ?? null };
    } catch (error) {
      return this.#refuse(call, error);
    }
  }

  #authorize({ authorization, path }: Call): void {
    const { botToken, behaviour } = this.#deps;
    if (BY_TOKEN.test(path)) return;
    if (authorization !== `Bot ${botToken}` || !behaviour().authorized) throw unauthorized();
  }

  #inject({ method, path }: Call): void {
    const failure = this.#injected.find(({ route, left }) => left > 0 && route.test(`${method} ${path}`));
    if (failure === undefined) return;
    failure.left--;
    throw new Refusal(failure.status, failure.code, MESSAGES[failure.code] ?? `injected ${failure.status}`);
  }

  #refuse(call: Call, error: unknown): Answered {
    if (error instanceof TooFast) return tooFast(error);
    if (!(error instanceof Refusal)) throw error;
    const detail = error.errors === null ? '' : ` ${JSON.stringify(error.errors)}`;
    if (error.blame) this.#deps.note(`${call.method} ${call.template}: ${error.message}${detail}`);
    return { status: error.status, headers: {}, body: error.body };
  }
}

const MESSAGES: Readonly<Record<number, string>> = {
  10003: 'Unknown Channel',
  10008: 'Unknown Message',
  10062: 'Unknown interaction',
  40005: 'Request entity too large',
  40060: 'Interaction has already been acknowledged.',
  50001: 'Missing Access',
  50007: 'Cannot send messages to this user',
  50013: 'Missing Permissions',
};

function tooFast({ retryAfterS, scope, message, code }: TooFast): Answered {
  const global = scope === 'global';
  return {
    status: 429,
    headers: {
      'retry-after': String(Math.ceil(retryAfterS)),
      'x-ratelimit-scope': scope,
      ...(global && { 'x-ratelimit-global': 'true' }),
    },
    body: { message, retry_after: retryAfterS, global, ...(code !== null && { code }) },
  };
}

const patternOf = (template: string): RegExp =>
  new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
