import type { ErrorBody, PageLanguage } from '../../protocol.ts';

/** A call that failed. */
export class CallError extends Error {
  /** HTTP status; 0 when the server was not reached. */
  readonly status: number;
  /** The server's own sentence for the person; null when it was not reached. */
  readonly words: string | null;
  readonly code: string | null;

  constructor(status: number, words: string | null, code: string | null = null, cause?: unknown) {
    super(words ?? 'not reached', { cause });
    this.status = status;
    this.words = words;
    this.code = code;
  }
}

export interface CallOptions {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly body?: object;
  readonly signal?: AbortSignal;
}

/** @throws CallError, or the signal's reason when it was aborted */
export type Call = (path: string, options?: CallOptions) => Promise<Response>;

/**
 * Calls under `/web/`. Where the server wants a key, `signIn` is awaited, and the call is made again.
 *
 * @param signIn resolves once the person has signed in
 * @param onUnreachable when the server was not reached
 */
export function createCall(
  language: () => PageLanguage,
  signIn: () => Promise<void>,
  onUnreachable: () => void,
): Call {
  return async function call(path, options = {}) {
    const response = await callOnce(path, options, language()).catch((error: unknown) => {
      if (error instanceof CallError) onUnreachable();
      throw error;
    });
    if (response.ok) return response;
    const error = await readError(response);
    if (response.status !== 401) throw error;
    await signIn();
    options.signal?.throwIfAborted();
    return call(path, options);
  };
}

/** One call; an answer with an error status is returned like any other. */
export async function callOnce(
  path: string,
  { body, method, signal }: CallOptions,
  language: PageLanguage,
): Promise<Response> {
  const headers: Record<string, string> = { 'accept-language': language };
  if (body !== undefined) headers['content-type'] = 'application/json';
  try {
    return await fetch(path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new CallError(0, null, null, cause);
  }
}

export async function readError(response: Response): Promise<CallError> {
  const body = (await response.json().catch(() => null)) as Partial<ErrorBody> | null;
  const words = body?.error?.message ?? `HTTP ${response.status}`;
  return new CallError(response.status, words, body?.error?.code ?? null);
}
