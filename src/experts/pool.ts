import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { Metrics } from '../telemetry/metrics.ts';
import type { Engine, GenerateEvent, GenerateRequest, ModelInfo } from './engine.ts';
import { ExpertError } from './errors.ts';
import { hasEyes } from './eyes.ts';
import { type Frame, framed } from './frame.ts';
import type { Profile } from './profiles/profile.ts';
import { type Retry, retryAfterFailure } from './retry.ts';
import { generateJsonOrText } from './without-grammar.ts';

export type EndpointState = 'unknown' | 'up' | 'down';

export interface Endpoint {
  readonly engine: Engine;
  /** Answers in flight. */
  busy: number;
  state: EndpointState;
  info: ModelInfo | null;
  /** Why it is down, for operators. */
  trouble: string | null;
}

export interface Seat {
  readonly engine: Engine;
  readonly info: ModelInfo;
  readonly profile: Profile;
  /** Count the prompt with the server: an estimate was refused. */
  readonly exact: boolean;
}

/** Builds the request for the endpoint that will get it: windows and tokenizers differ. */
export type Prepare = (seat: Seat, signal: AbortSignal) => Promise<Prepared>;

export interface Prepared extends GenerateRequest, Frame {}

export type PoolEvent =
  | GenerateEvent
  | {
      readonly type: 'model';
      readonly seat: Seat;
      /** Closes what `before` opened, for an answer that does not come to its end. */
      readonly after: string;
    };

/** The endpoints of one expert, interchangeable: least busy first, and the next one before the first token. */
export interface Pool {
  readonly endpoints: readonly Endpoint[];
  stream(prepare: Prepare, signal: AbortSignal): AsyncGenerator<PoolEvent>;
  /** Logs and counts a failure, and remembers what it says of the endpoint. */
  noteFailure(endpoint: Endpoint, error: ExpertError): void;
  /** Whether pictures can be shown: the models behind all endpoints are known, and known to see. */
  sees(): boolean;
  /** Asks every endpoint whether it is up, so that one that died is known before somebody waits for it. Never throws. */
  probe(signal: AbortSignal): Promise<void>;
}

/** @param profileOf how to address the model that an endpoint serves */
export function createPool(
  engines: readonly Engine[],
  log: Logger,
  metrics: Metrics,
  profileOf: (info: ModelInfo) => Profile,
): Pool {
  const endpoints: Endpoint[] = engines.map((engine) => ({
    engine,
    busy: 0,
    state: 'unknown',
    info: null,
    trouble: null,
  }));

  function setState(endpoint: Endpoint, state: EndpointState, trouble: string | null): void {
    endpoint.trouble = trouble;
    if (endpoint.state === state) return;
    endpoint.state = state;
    const line = { endpoint: endpoint.engine.name, model: endpoint.info?.model };
    if (state === 'up') log.info(line, 'endpoint is up');
    else log.warn({ ...line, trouble }, 'endpoint is down');
  }

  function noteFailure(endpoint: Endpoint, error: ExpertError): void {
    const { code, status, message } = error;
    // Background work that gave way is no failure of the endpoint.
    if (code === 'preempted') return;
    metrics.expertErrors.inc({ endpoint: endpoint.engine.name, code });
    log.warn({ endpoint: endpoint.engine.name, code, status }, message);
    if (code === 'model_not_found' || code === 'context_overflow') endpoint.engine.forget();
    if (
      code === 'unreachable' ||
      code === 'unauthorized' ||
      code === 'model_not_found' ||
      code === 'no_model'
    ) {
      setState(endpoint, 'down', error.detail);
    }
  }

  async function* attempt(
    endpoint: Endpoint,
    exact: boolean,
    prepare: Prepare,
    signal: AbortSignal,
  ): AsyncGenerator<PoolEvent> {
    endpoint.busy++;
    try {
      const info = await endpoint.engine.info(signal);
      endpoint.info = info;
      const seat = { engine: endpoint.engine, info, profile: profileOf(info), exact };
      const request = await prepare(seat, signal);
      yield { type: 'model', seat, after: request.after ?? '' };
      yield* framed(generateJsonOrText(endpoint.engine, request, signal), request);
      setState(endpoint, 'up', null);
    } finally {
      endpoint.busy--;
    }
  }

  async function* stream(prepare: Prepare, signal: AbortSignal): AsyncGenerator<PoolEvent> {
    const tried = new Set<Endpoint>();
    // One that is known to be down would only hide what the others said.
    const isHope = (other: Endpoint) => !tried.has(other) && other.state !== 'down';
    let endpoint: Endpoint = leastBusy(endpoints, tried);
    let repeated = false;
    let exact = false;
    for (;;) {
      let begun = false;
      try {
        for await (const event of attempt(endpoint, exact, prepare, signal)) {
          begun ||= event.type === 'text';
          yield event;
        }
        return;
      } catch (error) {
        if (!(error instanceof ExpertError)) throw error;
        noteFailure(endpoint, error);
        tried.add(endpoint);
        const retry: Retry = begun
          ? { on: 'nothing' }
          : retryAfterFailure(error, endpoints.some(isHope), repeated);
        if (retry.on === 'nothing') throw error;
        if (retry.on === 'same') {
          repeated = true;
          exact = retry.exact;
          await delay(retry.waitMs, undefined, { signal });
        } else {
          endpoint = leastBusy(endpoints, tried);
          repeated = false;
          exact = false;
        }
      }
    }
  }

  async function probe(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
    const { engine } = endpoint;
    const healthy = await engine.healthy(signal);
    // A server that came back may serve another model, or a smaller window.
    if (endpoint.state === 'down') engine.forget();
    let trouble = healthy ? null : 'GET /health fails';
    // Also when it is not healthy: this says what is wrong.
    const info = await engine.info(signal).catch((error: unknown) => {
      trouble = error instanceof ExpertError ? error.detail : 'cannot be asked';
      return null;
    });
    // At the end of the process no server is down only because nobody asks it any more.
    if (signal.aborted) return;
    endpoint.info = info ?? endpoint.info;
    setState(endpoint, trouble === null ? 'up' : 'down', trouble);
  }

  return {
    endpoints,
    stream,
    noteFailure,
    sees: () => {
      const known = endpoints.flatMap(({ info }) => (info === null ? [] : [profileOf(info)]));
      return known.length > 0 && known.every(hasEyes);
    },
    async probe(signal) {
      await Promise.all(endpoints.map((endpoint) => probe(endpoint, signal)));
    },
  };
}

const STATE_ORDER: Readonly<Record<EndpointState, number>> = { up: 0, unknown: 1, down: 2 };

/** The endpoint to ask next: not tried yet, believed to be up, least busy; the first of equals. */
export function leastBusy(endpoints: readonly Endpoint[], tried: ReadonlySet<Endpoint>): Endpoint {
  const candidates = endpoints.filter((endpoint) => !tried.has(endpoint));
  const [first, ...rest] = candidates;
  if (first === undefined) throw new Error('a pool is never asked for more endpoints than it has');
  return rest.reduce((best, next) => {
    const order = STATE_ORDER[next.state] - STATE_ORDER[best.state] || next.busy - best.busy;
    return order < 0 ? next : best;
  }, first);
}
