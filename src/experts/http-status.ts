import type { ExpertErrorCode } from './errors.ts';

const CODE_BY_STATUS: Readonly<Record<number, ExpertErrorCode>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  // The model, or with it the whole service, is not at this address.
  404: 'model_not_found',
  408: 'timeout',
  429: 'overloaded',
  503: 'overloaded',
  504: 'timeout',
};

/** What an HTTP status of a model server means, whichever kind of server it is. */
export function codeOfStatus(status: number): ExpertErrorCode {
  return CODE_BY_STATUS[status] ?? (status >= 500 ? 'server_error' : 'refused');
}

/** Whether a status is given before the request is looked at: about the key, the model's name or the load. */
export function isBeforeRequest(status: number): boolean {
  return status in CODE_BY_STATUS;
}

/**
 * `Retry-After` in milliseconds from now, given as seconds or as an HTTP date (RFC 9110 §10.2.3; one that has passed
 * is 0); null when it is absent or neither.
 *
 * @param nowMs Unix time in milliseconds
 */
export function retryAfterMs(headers: Headers | undefined, nowMs = Date.now()): number | null {
  const value = headers?.get('retry-after')?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value) * 1000;
  // `Date.parse` reads much that is no date, "-1" among it.
  const at = /^[A-Z][a-z]{2}.* GMT$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - nowMs);
}
