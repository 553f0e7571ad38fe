import { ExpertError } from '../errors.ts';
import { codeOfStatus, retryAfterMs } from '../http-status.ts';

/**
 * An answer other than 2xx, in our words. Its body is read but never quoted: Litestar's repeats the address, and
 * with it the user's text.
 */
export function statusError({ status, headers }: Response, body: string, endpoint: string): ExpertError {
  const waitMs = retryAfterMs(headers);
  const detail = { status, ...(waitMs !== null && { retryAfterMs: waitMs }) };
  const why = whyRefused(status, body);
  const message = why === null ? `answered ${status}` : `answered ${status}: ${why}`;
  return new ExpertError(codeOfStatus(status), endpoint, message, detail);
}

/** What nllb-api v4 and the gateways before it mean; null when that is not known. */
function whyRefused(status: number, body: string): string | null {
  switch (status) {
    case 400:
      return whyInvalid(body);
    case 404:
      return 'there is no nllb-api v4 at this address (it is given without /api)';
    case 413:
    case 414:
    case 431:
      return 'a gateway before it takes no address this long';
    case 500:
      return 'it failed; its model may have been unloaded';
    default:
      return null;
  }
}

/** Litestar names each parameter that it refuses in `extra`, a missing one only in `detail`. */
function whyInvalid(body: string): string | null {
  const { detail, extra } = parseObject(body);
  const keys = Array.isArray(extra) ? extra.map((entry: { key?: unknown } | null) => entry?.key) : [];
  if (keys.includes('source')) return 'it does not know the source language';
  if (keys.includes('target')) return 'it does not know the target language';
  if (keys.includes('text')) return 'the text is too short or too long for it';
  const isMissing = typeof detail === 'string' && detail.startsWith('Missing required query parameter');
  return isMissing ? 'the text did not arrive; a gateway before it may cut addresses' : null;
}

function parseObject(body: string): { readonly detail?: unknown; readonly extra?: unknown } {
  try {
    return (JSON.parse(body) as object | null) ?? {};
  } catch {
    return {};
  }
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
