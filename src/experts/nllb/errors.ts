import { ExpertError } from '../errors.ts';
import { codeOfStatus, retryAfterMs } from '../http-status.ts';

/** An answer other than 2xx. Its body is never quoted: Litestar's repeats the address, and with it the user's text. */
export function statusError({ status, headers }: Response, endpoint: string): ExpertError {
  const waitMs = retryAfterMs(headers);
  const detail = { status, ...(waitMs !== null && { retryAfterMs: waitMs }) };
  return new ExpertError(codeOfStatus(status), endpoint, `answered ${status}`, detail);
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
