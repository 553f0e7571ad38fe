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
  | { readonly kind: 'hang' | 'reset' | 'hold' | 'not_json' | 'no_result' };

export type NllbDouble = Awaited<ReturnType<typeof startNllb>>;

export interface NllbOptions {
  /** The translation of a text; by default a stub's answer like that of `server/features/translator/stub.py`. */
  readonly translate?: (text: string, source: string, target: string) => string;
  /** What the language detector says; by default English. */
  readonly language?: (text: string) => string;
}

/**
 * A double of `winstxnhdw/nllb-api` v4.2 on 127.0.0.1: routes, limits and error shapes of its `server/` (Litestar).
 * `GET /translator` takes any length: 4,096 characters is the limit of the deprecated POST.
 */
export async function startNllb(options: NllbOptions = {}) {
  const { translate = stub, language = () => 'eng_Latn' } = options;
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
    else if (fault.kind === 'hold') held.push(() => answer(request, response, url));
    else if (fault.kind === 'not_json') response.end('<html>busy</html>');
    else if (fault.kind === 'no_result') sendJson(response, 200, {});
    else if (fault.kind === 'status') {
      if (fault.retryAfterS !== undefined) response.setHeader('retry-after', fault.retryAfterS);
      // With 500 this is what an unloaded model answers, too.
      sendJson(response, fault.status, { detail: 'Internal Server Error' });
    }
  }

  function answer(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const text = url.searchParams.get('text') ?? '';
    const invalid = (key: string, message: string) =>
      sendJson(response, 400, {
        status_code: 400,
        detail: `Validation failed for GET ${url.pathname}${url.search}`,
        extra: [{ message, key, source: 'query' }],
      });
    if (request.method !== 'GET')
      return void sendJson(response, 405, { status_code: 405, detail: 'Method Not Allowed' });
    if (url.pathname === '/api/health') {
      return void sendJson(response, 200, { schemaVersion: 1, label: 'nllb-api', message: 'online' });
    }
    if (!['/api/v4/translator', '/api/v4/translator/tokens', '/api/v4/language'].includes(url.pathname)) {
      return void sendJson(response, 404, { status_code: 404, detail: 'Not Found' });
    }
    if (text === '') return void invalid('text', 'Expected `str` of length >= 1');
    if (url.pathname === '/api/v4/language') {
      if (text.length > 512) return void invalid('text', 'Expected `str` of length <= 512');
      return void sendJson(response, 200, { language: language(text), confidence: 0.9 });
    }
    if (url.pathname === '/api/v4/translator/tokens') {
      return void sendJson(response, 200, { length: text.split(/\s+/).length });
    }
    const source = url.searchParams.get('source') ?? 'eng_Latn';
    const target = url.searchParams.get('target') ?? 'spa_Latn';
    for (const [key, code] of Object.entries({ source, target })) {
      if (!LANGUAGES.some((known) => known.code === code))
        return void invalid(key, `Invalid enum value '${code}'`);
    }
    sendJson(response, 200, { result: translate(text, source, target) });
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

function stub(text: string, source: string, target: string): string {
  return `${text} from ${source} to ${target}`;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
