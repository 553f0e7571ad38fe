import type { ServerResponse } from 'node:http';
import type { Behaviour } from './behaviour.ts';
import type { Call, Json } from './call.ts';
import { malformed, Refusal, unknownMethod } from './errors.ts';
import { basics } from './methods/basics.ts';
import { commands } from './methods/commands.ts';
import { drafting } from './methods/drafting.ts';
import { editing } from './methods/editing.ts';
import type { MethodDeps, Methods } from './methods/method.ts';
import { sending } from './methods/sending.ts';
import type { Polling } from './polling.ts';
import type { Rates } from './rates.ts';
import { specificationOf } from './specification.ts';

/** A call with what it was answered: 200, or the error's code and description. */
export interface Answer extends Call {
  readonly code: number;
  readonly description: string;
}

interface Injected {
  left: number;
  readonly method: string;
  readonly code: number;
  readonly description: string;
}

const POLLING_WHILE_WEBHOOK =
  "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";

/** How Telegram says what the schema found. */
const IN_ITS_WORDS: readonly (readonly [RegExp, string])[] = [
  [/callback_data/, 'BUTTON_DATA_INVALID'],
  [/^\/commands\/\d+\/command /, 'BOT_COMMAND_INVALID'],
  [/^\/commands must NOT have more/, 'BOT_COMMANDS_TOO_MUCH'],
  [/required.*"chat_id"/, 'chat_id is empty'],
  [/required.*"text"/, 'message text is empty'],
];

/** Answers calls by the methods' table, and keeps what came in. */
export class BotApi {
  readonly calls: Answer[] = [];
  readonly #deps: MethodDeps;
  readonly #rates: Rates;
  readonly #polling: Polling;
  readonly #methods: Methods;
  readonly #injected: Injected[] = [];

  constructor(deps: MethodDeps, rates: Rates, polling: Polling) {
    this.#deps = deps;
    this.#rates = rates;
    this.#polling = polling;
    this.#methods = {
      ...basics(deps),
      ...sending(deps),
      ...editing(deps),
      ...drafting(deps),
      ...commands(deps),
    };
  }

  /** Refuses the next `times` calls of a method so; a code of 500 and more has no JSON. */
  fail(method: string, code: number, description: string, times = 1): void {
    this.#injected.push({ method, code, description, left: times });
  }

  async call(call: Call, response: ServerResponse): Promise<void> {
    const { status, body } = await this.answer(call, response);
    if (response.destroyed) return;
    const retry = body.parameters as { retry_after?: number } | undefined;
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(retry?.retry_after !== undefined && { 'retry-after': String(retry.retry_after) }),
    });
    response.end(status >= 500 ? '<html>nginx</html>' : JSON.stringify(body));
  }

  async answer(raw: Call, response: ServerResponse): Promise<{ status: number; body: Json }> {
    let call = raw;
    try {
      call = { ...raw, args: this.#specification().typed(raw) };
      const result = await this.#run(call, response);
      this.calls.push({ ...call, code: 200, description: '' });
      return { status: 200, body: { ok: true, result } };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, message, retryAfterS, blame } = error;
      this.calls.push({ ...call, code, description: message });
      if (blame) this.#deps.note(call, message);
      const parameters = retryAfterS === null ? {} : { parameters: { retry_after: retryAfterS } };
      return { status: code, body: { ok: false, error_code: code, description: message, ...parameters } };
    }
  }

  async #run(call: Call, response: ServerResponse): Promise<unknown> {
    const { method } = call;
    const behaviour = this.#deps.behaviour();
    if (!behaviour.authorized) throw new Refusal(401, 'Unauthorized');
    if (!isKnown(method, behaviour)) throw unknownMethod();
    if (!this.#specification().knows(method)) {
      this.#deps.note(call, 'no such method');
      throw unknownMethod();
    }
    const failure = this.#injected.find((one) => one.left > 0 && one.method === method);
    if (failure !== undefined) {
      failure.left--;
      throw new Refusal(failure.code, failure.description);
    }
    this.#checkArguments(call);
    this.#rates.check(call, behaviour.rates);
    if (method === 'getUpdates') {
      if (this.#deps.webhook.target !== null) throw new Refusal(409, POLLING_WHILE_WEBHOOK);
      return await this.#polling.getUpdates(call.args, response);
    }
    const run = this.#methods[method];
    if (run === undefined) throw malformed(`the double does not play ${method}`);
    return run(call);
  }

  /** What Telegram passes over (fields that it does not know) is kept as a violation; what it refuses is refused. */
  #checkArguments(call: Call): void {
    const problems = this.#specification().problems(call.method, call.args);
    const [problem] = problems;
    if (problem === undefined) return;
    const older =
      !this.#deps.behaviour().rich || !this.#deps.behaviour().canStop || !this.#deps.behaviour().ephemeral;
    if (problem.includes('must NOT have additional properties')) {
      // An older server passes over what is newer without a word; nobody is to blame.
      if (!older) this.#deps.note(call, problem);
      return;
    }
    throw malformed(IN_ITS_WORDS.find(([pattern]) => pattern.test(problem))?.[1] ?? problem);
  }

  #specification() {
    return specificationOf(this.#deps.behaviour());
  }
}

function isKnown(method: string, { rich, drafts, ephemeral }: Behaviour): boolean {
  if (/Rich/.test(method) && !rich) return false;
  if (/Draft$/.test(method) && !drafts) return false;
  return ephemeral || !/Ephemeral/.test(method);
}
