/** A server's answer to one question of the probe. `json` is null when the body is none. */
export interface Answer {
  readonly status: number;
  /** Where it redirects to, else null. */
  readonly location: string | null;
  readonly json: unknown;
}

/** No answer, and why in plain words. */
export interface Unanswered {
  readonly failure: string;
}

const TIMEOUT_MS = 5_000;

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there (ECONNREFUSED)',
  ECONNRESET: 'it closed the connection (ECONNRESET)',
  ENOTFOUND: 'the host name is not known (ENOTFOUND)',
  EAI_AGAIN: 'the host name cannot be looked up (EAI_AGAIN)',
  EHOSTUNREACH: 'there is no way to the host (EHOSTUNREACH)',
  UND_ERR_SOCKET: 'it closed the connection',
};

/** Asks once, for 5 seconds at most, following no redirect. Throws only the signal's reason. */
export async function ask(
  url: string,
  request: { readonly headers?: Readonly<Record<string, string>>; readonly json?: unknown },
  signal: AbortSignal,
): Promise<Answer | Unanswered> {
  const limit = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, limit]),
      headers: {
        ...request.headers,
        ...(request.json !== undefined && { 'content-type': 'application/json' }),
      },
      ...(request.json !== undefined && { method: 'POST', body: JSON.stringify(request.json) }),
    });
    const body = await response.text();
    return { status: response.status, location: redirectOf(response), json: parse(body) };
  } catch (error) {
    signal.throwIfAborted();
    return { failure: limit.aborted ? `no answer within ${TIMEOUT_MS / 1000} s` : reasonOf(error) };
  }
}

function redirectOf(response: Response): string | null {
  return response.status >= 300 && response.status < 400 ? response.headers.get('location') : null;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

/** fetch says only "fetch failed"; what happened is the code of a cause, at a dual-stack name one level deeper. */
function reasonOf(error: unknown): string {
  let inner = error;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : '';
  return REASONS[code] ?? (code || 'the connection failed');
}
