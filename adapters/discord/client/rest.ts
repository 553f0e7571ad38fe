import { DefaultRestOptions, REST, type RequestData, type RouteLike } from 'discord.js';
import { REST_TIMEOUT_MS } from '../limits.ts';
import { OldMessageError, toSendError } from './send-errors.ts';

/** What is sent with a call. */
export type Sent = Pick<RequestData, 'body' | 'files' | 'query' | 'auth'>;

/** Discord's REST API. Each call is one attempt; whatever goes wrong is a `SendError`. */
export interface Rest {
  get(route: RouteLike, sent?: Sent, signal?: AbortSignal): Promise<unknown>;
  post(route: RouteLike, sent?: Sent, signal?: AbortSignal): Promise<unknown>;
  patch(route: RouteLike, sent?: Sent, signal?: AbortSignal): Promise<unknown>;
  put(route: RouteLike, sent?: Sent, signal?: AbortSignal): Promise<unknown>;
  delete(route: RouteLike, sent?: Sent, signal?: AbortSignal): Promise<unknown>;
}

const MANY_REQUESTS = 429;
const OLD_MESSAGE_CODE = 30_046;

/**
 * The library's client without its patience: it would wait out a 429 with a text that is old by then, and repeat what
 * may have been carried out. Who sends knows better.
 *
 * @param apiUrl base of the API, ending in `/api`; null = Discord's
 */
export function createRest(token: string, apiUrl: string | null): Rest {
  const rest = new REST({
    version: '10',
    ...(apiUrl !== null && { api: apiUrl }),
    retries: 0,
    timeout: REST_TIMEOUT_MS,
    rejectOnRateLimit: () => true,
    async makeRequest(url, init) {
      const response = await DefaultRestOptions.makeRequest(url, init);
      if (response.status !== MANY_REQUESTS) return response;
      // The library looks at the headers alone.
      const text = await response.text();
      if (codeIn(text) === OLD_MESSAGE_CODE) throw new OldMessageError();
      return new Response(text, {
        status: MANY_REQUESTS,
        headers: [...response.headers] as [string, string][],
      });
    },
  }).setToken(token);

  const call =
    (method: 'get' | 'post' | 'patch' | 'put' | 'delete') =>
    async (route: RouteLike, sent: Sent = {}, signal?: AbortSignal): Promise<unknown> => {
      try {
        signal?.throwIfAborted();
        return await rest[method](route, { ...sent, ...(signal && { signal }) });
      } catch (error) {
        // After a 401 the library has forgotten the token.
        rest.setToken(token);
        throw toSendError(error, method, route);
      }
    };
  return {
    get: call('get'),
    post: call('post'),
    patch: call('patch'),
    put: call('put'),
    delete: call('delete'),
  };
}

function codeIn(text: string): unknown {
  try {
    return (JSON.parse(text) as { code?: unknown }).code;
  } catch {
    return null;
  }
}
