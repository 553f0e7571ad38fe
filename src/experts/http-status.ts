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

/** `Retry-After` in milliseconds; null when it is absent or no number of seconds. */
export function retryAfterMs(headers: Headers | undefined): number | null {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
