import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LANGUAGES } from '../../../src/translation/languages.ts';

export interface NllbRequest {
  readonly path: string;
  readonly text: string;
  readonly source: string;
  readonly target: string;
  readonly authorization: string | null;
}

/** What the next request meets, one entry each; `hold` waits for `release`. */
export type NllbFault =
  | { readonly kind: 'status'; readonly status: number; readonly retryAfterS?: number }
  /** `cut`: the connection ends in the middle of an answer. `no_query`: a gateway lost what comes after the path. */
  | { readonly kind: 'hang' | 'reset' | 'cut' | 'hold' | 'not_json' | 'no_result' | 'no_query' };

export type NllbDouble = Awaited<ReturnType<typeof startNllb>>;

export interface NllbOptions {
  /** The translation of a text; by default a stub's answer like that of `server/features/translator/stub.py`. */
  readonly translate?: (text: string, source: string, target: string) => string;
  /** What the language detector says; by default English. */
  readonly language?: (text: string) => string;
  /** False: unloaded by `DELETE /translator`; `/health` answers all the same. */
  readonly modelLoaded?: boolean;
  /** Languages that it is without: none of NLLB-200's, unless told. */
  readonly unknownLanguages?: readonly string[];
}

interface Reply {
  readonly status: number;
  readonly body: unknown;
  /** An event stream's. */
  readonly events?: readonly string[];
}

/** The routes that take a text, and what longer texts are refused by. */
const ROUTES: Readonly<Record<string, { readonly maxCharacters: number }>> = {
  '/api/v4/translator': { maxCharacters: Number.POSITIVE_INFINITY },
  '/api/v4/translator/stream': { maxCharacters: Number.POSITIVE_INFINITY },
  '/api/v4/translator/tokens': { maxCharacters: Number.POSITIVE_INFINITY },
  '/api/v4/language': { maxCharacters: 512 },
};

/**
 * A double of `winstxnhdw/nllb-api` v4.2 (commit 683fbde) on 127.0.0.1. Routes, limits, bodies and the order of what
 * is refused are those that its `server/` gave with its stub translator under Litestar 2.24. `GET /translator` takes
 * any length: 4,096 characters is the limit of the deprecated POST, which is not doubled. Before the service's own
 * routes stands Granian's prefix `/api`.
 */
export async function startNllb(options: NllbOptions = {}) {
  const {
    translate = stub,
    language = () => 'eng_Latn',
    modelLoaded = true,
    unknownLanguages = [],
  } = options;
  const requests: NllbRequest[] = [];
  const faults: NllbFault[] = [];
  const faultOf = new Map<string, NllbFault>();
  const held: (() => void)[] = [];
  const arrivals: (() => void)[] = [];
  let aborted = 0;
  let onAbort = () => {};

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://double');
    const param = (name: string, fallback = '') => url.searchParams.get(name) ?? fallback;
    response.once('close', () => {
      if (response.writableFinished) return;
      aborted++;
      onAbort();
    });
    requests.push({
      path: url.pathname,
      text: param('text'),
      source: param('source', 'eng_Latn'),
      target: param('target', 'spa_Latn'),
      authorization: request.headers.authorization ?? null,
    });
    for (const arrived of arrivals.splice(0)) arrived();
    const fault =
      url.pathname === '/api/v4/translator' ? (faultOf.get(param('text')) ?? faults.shift()) : undefined;
    if (fault === undefined) answer(request, response, url);
    else meet(fault, request, response, url);
  });

  function meet(fault: NllbFault, request: IncomingMessage, response: ServerResponse, url: URL): void {
    if (fault.kind === 'reset') response.destroy();
    else if (fault.kind === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
      response.write('{"result":"', () => response.destroy());
    } else if (fault.kind === 'no_query') answer(request, response, new URL(url.pathname, url));
    else if (fault.kind === 'hold') held.push(() => answer(request, response, url));
    else if (fault.kind === 'not_json') response.end('<html>busy</html>');
    else if (fault.kind === 'no_result') sendJson(response, 200, {});
    else if (fault.kind === 'status') {
      if (fault.retryAfterS !== undefined) response.setHeader('retry-after', fault.retryAfterS);
      // With 500 this is what an unloaded model answers, too.
      sendJson(response, fault.status, { detail: 'Internal Server Error' });
    }
  }

  function answer({ method }: IncomingMessage, response: ServerResponse, url: URL): void {
    const { status, body, events } = reply(method, url);
    if (events === undefined) {
      sendJson(response, status, body);
      return;
    }
    response.writeHead(status, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache',
    });
    response.end(events.map((event) => `data: ${event}\r\n\r\n`).join(''));
  }

  function reply(method: string | undefined, { pathname, search, searchParams }: URL): Reply {
    // Granian takes its prefix away before Litestar sees the path.
    const path = pathname.replace(/^\/api/, '');
    const route = ROUTES[pathname];
    if (route === undefined && pathname !== '/api/health') return refusal(404, 'Not Found');
    if (method !== 'GET') return refusal(405, 'Method Not Allowed');
    if (route === undefined)
      return { status: 200, body: { schemaVersion: 1, label: 'nllb-api', message: 'online' } };
    const text = searchParams.get('text');
    if (text === null) return refusal(400, `Missing required query parameter 'text' for path ${path}`);
    const source = searchParams.get('source') ?? 'eng_Latn';
    const target = searchParams.get('target') ?? 'spa_Latn';
    const isUnknown = (code: string) =>
      unknownLanguages.includes(code) || !LANGUAGES.some((known) => known.code === code);
    const translates = !/tokens|language/.test(path);
    const invalid = [
      text === '' && { message: 'Expected `str` of length >= 1', key: 'text' },
      [...text].length > route.maxCharacters && {
        message: `Expected \`str\` of length <= ${route.maxCharacters}`,
        key: 'text',
      },
      translates && isUnknown(source) && { message: `Invalid enum value '${source}'`, key: 'source' },
      translates && isUnknown(target) && { message: `Invalid enum value '${target}'`, key: 'target' },
    ].filter((entry) => entry !== false);
    if (invalid.length > 0) {
      const extra = invalid.map((entry) => ({ ...entry, source: 'query' }));
      return refusal(400, `Validation failed for GET ${path}${search}`, extra);
    }
    if (path === '/v4/language') return { status: 200, body: { language: language(text), confidence: 0.9 } };
    if (path === '/v4/translator/tokens') return { status: 200, body: { length: text.split(/\s+/).length } };
    if (!modelLoaded) return { status: 500, body: { detail: 'Internal Server Error' } };
    const result = translate(text, source, target);
    // Each token is an event, decoded alone: nothing tells which of them a space goes before.
    if (path === '/v4/translator/stream') return { status: 200, body: null, events: result.split(/\s+/) };
    return { status: 200, body: { result } };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    faults,
    /** What every request for a certain text meets. */
    faultOf,
    get translations(): readonly NllbRequest[] {
      return requests.filter(({ path }) => path === '/api/v4/translator');
    },
    get aborted(): number {
      return aborted;
    },
    /** Answers the oldest request that is held. */
    release(): void {
      held.shift()?.();
    },
    /** Resolves when so many translations were asked for. */
    async received(count: number): Promise<void> {
      while (requests.filter(({ path }) => path === '/api/v4/translator').length < count) {
        await new Promise<void>((resolve) => arrivals.push(resolve));
      }
    },
    /** Resolves when so many clients went away before their answer. */
    async abortedBy(count: number): Promise<void> {
      while (aborted < count) {
        await new Promise<void>((resolve) => {
          onAbort = resolve;
        });
      }
    },
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusal(status: number, detail: string, extra?: unknown): Reply {
  return { status, body: { status_code: status, detail, ...(extra !== undefined && { extra }) } };
}

function stub(text: string, source: string, target: string): string {
  return `${text} from ${source} to ${target}`;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
