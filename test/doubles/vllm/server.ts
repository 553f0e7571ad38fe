import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { type Behaviour, DEFAULT_BEHAVIOUR, Faults, type ModelSpec } from './behaviour.ts';
import { IMAGE_TOKENS } from './chat-template.ts';
import { Engine } from './engine.ts';
import { ApiError, internalBody, unauthorized } from './errors.ts';
import { type Exchange, type Model, sendJson } from './exchange.ts';
import { Log } from './log.ts';
import { route } from './routes.ts';

export interface VllmOptions extends Partial<Behaviour> {
  /** Served models, the first answering requests that name none. */
  readonly models?: readonly (string | ModelSpec)[];
  /** max_model_len of models without their own, in tokens. */
  readonly window?: number;
  /** Guards /v1, and nothing else. */
  readonly apiKey?: string;
  readonly port?: number;
  /** How many requests are remembered; default all. */
  readonly remember?: number;
}

export type VllmDouble = Awaited<ReturnType<typeof startVllm>>;

/**
 * Starts a double of a vLLM server on 127.0.0.1, by default on a free port.
 *
 * @example
 * const vllm = await startVllm({ window: 4096, script: () => 'Hello!' });
 * const client = new OpenAI({ baseURL: vllm.url, apiKey: 'none', maxRetries: 0 });
 */
export async function startVllm(options: VllmOptions = {}) {
  const {
    models = ['double/chat-7b'],
    window = 32_768,
    apiKey = null,
    port = 0,
    remember,
    ...rest
  } = options;
  let behaviour: Behaviour = { ...DEFAULT_BEHAVIOUR, ...rest };
  const faults = new Faults();
  const log = new Log(remember ?? Number.POSITIVE_INFINITY);
  const engine = new Engine(() => behaviour);
  const served = models.map((spec) => modelOf(spec, window));
  const deps = { models: served, engine, faults, log, behaviour: () => behaviour, set };

  const server = createServer((req, res) => void answer(req, res));
  const listen = (at: number) =>
    new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(at, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const hangUp = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      log.silence();
      server.closeAllConnections();
    });
  await listen(port);
  const address = server.address() as AddressInfo;
  const root = `http://127.0.0.1:${address.port}`;

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const exchange = await receive(req, res, log);
    if (exchange === null) return;
    try {
      if (
        exchange.path.startsWith('/v1') &&
        apiKey !== null &&
        req.headers.authorization !== `Bearer ${apiKey}`
      )
        throw unauthorized();
      await route(exchange, req.method ?? 'GET', deps);
    } catch (error) {
      if (!exchange.signal.aborted) refuse(res, error);
    }
  }

  /** Changes the behaviour from now on; resolves when connections are refused, or taken again. */
  async function set(change: Partial<Behaviour>): Promise<void> {
    const before = behaviour;
    behaviour = { ...behaviour, ...change };
    if (change.fault !== undefined) faults.replace(change.fault);
    if (behaviour.sleeping) engine.cache.clear();
    engine.pump();
    if (behaviour.down && !before.down) await hangUp();
    if (!behaviour.down && before.down) await listen(address.port);
  }

  await set({ fault: behaviour.fault, down: behaviour.down });
  return {
    /** For the openai client: ends in /v1. */
    url: `${root}/v1`,
    root,
    requests: log.requests,
    aborts: log.aborts,
    /** How many clients went away before their answer was complete. */
    get aborted(): number {
      return log.aborts.length;
    },
    /** How many requests a fault has hit. */
    get faulted(): number {
      return faults.fired;
    },
    get running(): number {
      return engine.running;
    },
    get waiting(): number {
      return engine.waiting;
    },
    /** The next request not yet given out by this method, come or to come. */
    nextRequest: log.nextRequest,
    /** The next abort not yet given out by this method, come or to come. */
    nextAbort: log.nextAbort,
    set,
    async close(): Promise<void> {
      if (!behaviour.down) await hangUp();
    },
  };
}

async function receive(req: IncomingMessage, res: ServerResponse, log: Log): Promise<Exchange | null> {
  const path = new URL(req.url ?? '/', 'http://double').pathname;
  const gone = new AbortController();
  let text: string;
  try {
    text = await readText(req);
  } catch {
    return null; // The client went away while it was still sending.
  }
  const request = log.received(path, req.method ?? 'GET', req.headers, text);
  let broken = false;
  const exchange: Exchange = {
    path,
    headers: req.headers,
    text,
    res,
    signal: gone.signal,
    tokens: 0,
    destroy: () => {
      broken = true;
      res.destroy();
    },
  };
  res.once('close', () => {
    if (!res.writableFinished && !broken) log.gone(request, exchange.tokens);
    gone.abort();
  });
  return exchange;
}

/** Answers with the error, inside the stream where one has begun. */
function refuse(res: ServerResponse, error: unknown): void {
  const known = error instanceof ApiError ? error : new ApiError(500, internalBody());
  if (!(error instanceof ApiError)) console.error(error);
  if (!res.headersSent) sendJson(res, known.status, known.body, known.headers);
  else res.end(`data: ${JSON.stringify(known.body)}\n\ndata: [DONE]\n\n`);
}

function modelOf(spec: string | ModelSpec, window: number): Model {
  const given = typeof spec === 'string' ? { id: spec } : spec;
  return {
    root: given.id,
    parent: null,
    window,
    chatTemplate: true,
    vision: false,
    imagesMax: 999,
    imageTokens: IMAGE_TOKENS,
    alternating: false,
    countsImages: true,
    specialTokens: [],
    runner: 'generate',
    ...given,
  };
}
