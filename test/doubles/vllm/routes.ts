import type { Behaviour, Faults, RequestBody } from './behaviour.ts';
import { embeddings } from './embeddings.ts';
import type { Engine } from './engine.ts';
import { badSchema, modelNotFound } from './errors.ts';
import { type Exchange, type Model, sendJson } from './exchange.ts';
import { answerInstead, isMidStream } from './fault.ts';
import { chat, completion } from './generate.ts';
import { detokenizeBody, metrics, modelList, tokenizeBody, VLLM_VERSION } from './info.ts';
import type { Log } from './log.ts';
import { parseBody } from './request.ts';

interface Deps {
  readonly models: readonly Model[];
  readonly engine: Engine;
  readonly faults: Faults;
  readonly log: Log;
  readonly behaviour: () => Behaviour;
  readonly set: (change: Partial<Behaviour>) => Promise<void>;
}

const POSTS = [
  '/v1/chat/completions',
  '/v1/completions',
  '/v1/embeddings',
  '/tokenize',
  '/detokenize',
  '/double/set',
];
const GETS = ['/v1/models', '/health', '/ping', '/version', '/metrics', '/double/log'];

/** Answers one request, or throws ApiError. `/double/…` steers a double that runs as its own process. */
export async function route(exchange: Exchange, method: string, deps: Deps): Promise<void> {
  const { path, res } = exchange;
  const fault = deps.faults.take(path);
  if (fault !== null && !isMidStream(fault)) {
    return answerInstead(fault, exchange, deps.models[0]?.window ?? 0);
  }
  const known = method === 'POST' ? POSTS : GETS;
  if (!known.includes(path)) {
    const elsewhere = [...POSTS, ...GETS].includes(path);
    return sendJson(res, elsewhere ? 405 : 404, { detail: elsewhere ? 'Method Not Allowed' : 'Not Found' });
  }
  if (method === 'GET') return get(exchange, deps);

  if (!/^application\/json\b/i.test(exchange.headers['content-type'] ?? ''))
    throw badSchema('body', "Unsupported Media Type: Only 'application/json' is allowed", '');
  const body = parseBody(exchange.text);
  if (path === '/double/set') {
    await deps.set(body as Partial<Behaviour>);
    return sendJson(res, 200, {});
  }
  const model = modelNamed(body, deps.models);
  const serving = { model, engine: deps.engine, behaviour: deps.behaviour, fault };
  if (path === '/v1/chat/completions') return chat(exchange, body, serving);
  if (path === '/v1/completions') return completion(exchange, body, serving);
  if (path === '/v1/embeddings') return sendJson(res, 200, embeddings(body, model));
  if (path === '/tokenize') return sendJson(res, 200, tokenizeBody(body, model));
  sendJson(res, 200, detokenizeBody(body));
}

function get({ path, res }: Exchange, { models, engine, behaviour, log, faults }: Deps): void {
  const { engineDead, maxNumSeqs, sleeping } = behaviour();
  if (path === '/health' || path === '/ping') {
    res.writeHead(engineDead ? 503 : 200).end();
  } else if (path === '/metrics') {
    const text = metrics(engine, models[0]?.id ?? '', maxNumSeqs, sleeping);
    res.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text);
  } else if (path === '/v1/models') {
    sendJson(res, 200, modelList(models));
  } else if (path === '/version') {
    sendJson(res, 200, { version: VLLM_VERSION });
  } else {
    sendJson(res, 200, { requests: log.requests, aborts: log.aborts, faulted: faults.fired });
  }
}

/** The model that a body names, the first one when it names none. */
function modelNamed(body: RequestBody, models: readonly Model[]): Model {
  const { model: name } = body;
  const found = name == null ? models[0] : models.find((model) => model.id === name);
  if (found === undefined) throw modelNotFound(String(name));
  return found;
}
