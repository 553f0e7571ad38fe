import { ExpertError, type ExpertErrorCode } from '../errors.ts';

const CODE_BY_STATUS: Readonly<Record<number, ExpertErrorCode>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  // Not the root of an nllb-api server.
  404: 'model_not_found',
  408: 'timeout',
  429: 'overloaded',
  503: 'overloaded',
  504: 'timeout',
};

/** An answer other than 2xx. Its body is never quoted: Litestar's repeats the address, and with it the user's text. */
export function statusError({ status, headers }: Response, endpoint: string): ExpertError {
  const code = CODE_BY_STATUS[status] ?? (status >= 500 ? 'server_error' : 'refused');
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const waits = Number.isFinite(seconds) && seconds >= 0;
  const detail = { status, ...(waits && { retryAfterMs: seconds * 1000 }) };
  return new ExpertError(code, endpoint, `answered ${status}`, detail);
}

/** What `fetch` or reading its answer threw, as our one error. It has no `cause`: that may hold the address. */
export function toNllbError(thrown: unknown, endpoint: string, expired: boolean): ExpertError {
  if (thrown instanceof ExpertError) return thrown;
  if (expired) return new ExpertError('timeout', endpoint, 'no answer in time');
  if (thrown instanceof SyntaxError)
    return new ExpertError('server_error', endpoint, 'answered with no JSON');
  return new ExpertError('unreachable', endpoint, codeOf(thrown));
}

/** The innermost cause's code: `ECONNREFUSED`, `UND_ERR_SOCKET`, … */
function codeOf(thrown: unknown): string {
  let inner = thrown;
  while (inner instanceof Error && inner.cause instanceof Error) inner = inner.cause;
  return inner instanceof Error && 'code' in inner && typeof inner.code === 'string'
    ? inner.code
    : 'the connection failed';
}
