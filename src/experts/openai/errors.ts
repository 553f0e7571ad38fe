import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { ExpertError, type ExpertErrorCode } from '../errors.ts';

/**
 * A server that refuses a request or fails on it may echo it, and with it somebody's message: of its words only
 * those are passed on that tell an operator what to look for.
 */
const KNOWN_WORDS = /chat template|does not support|not supported|grammar|max_tokens|logprobs/i;
const QUOTE_MAX_CHARACTERS = 200;

const CODE_BY_STATUS: Readonly<Record<number, ExpertErrorCode>> = {
  401: 'unauthorized',
  403: 'unauthorized',
  404: 'model_not_found',
  408: 'timeout',
  429: 'overloaded',
  503: 'overloaded',
  504: 'timeout',
};

/**
 * What the `openai` client threw, as our one error. vLLM's shapes: facts sheet §2.
 *
 * @param begun the answer had begun to arrive, so the request must not be repeated
 */
export function toExpertError(thrown: unknown, endpoint: string, begun: boolean): ExpertError {
  if (thrown instanceof ExpertError) return thrown;
  if (thrown instanceof APIError && thrown.status !== undefined) return fromStatus(thrown, endpoint);
  if (begun) return new ExpertError('broken_stream', endpoint, whatBroke(thrown), { cause: thrown });
  if (thrown instanceof APIConnectionTimeoutError) {
    return new ExpertError('timeout', endpoint, 'no answer in time', { cause: thrown });
  }
  if (thrown instanceof APIConnectionError) {
    return new ExpertError('unreachable', endpoint, whatBroke(thrown), { cause: thrown });
  }
  // An `error` event before the first token, or a body that is not what the protocol promises.
  return new ExpertError('server_error', endpoint, whatBroke(thrown), { cause: thrown });
}

function fromStatus(error: APIError<number>, endpoint: string): ExpertError {
  const detail = { status: error.status, ...(!mayEcho(error) && { cause: error }) };
  if (isContextOverflow(error)) {
    const window = Number(/maximum context length is (\d+)/i.exec(error.message)?.[1] ?? Number.NaN);
    const known = Number.isFinite(window) ? { ...detail, window } : detail;
    return new ExpertError('context_overflow', endpoint, 'the prompt does not fit the window', known);
  }
  const code = CODE_BY_STATUS[error.status] ?? (error.status >= 500 ? 'server_error' : 'refused');
  const retryAfterMs = retryAfter(error.headers);
  const message = `answered ${error.status}${quote(error)}`;
  return new ExpertError(
    code,
    endpoint,
    message,
    retryAfterMs === null ? detail : { ...detail, retryAfterMs },
  );
}

/** vLLM has no code for it: the `param` tells, else the words. */
function isContextOverflow(error: APIError<number>): boolean {
  if (error.status !== 400) return false;
  const byParam = ['input_tokens', 'input_text', 'max_tokens', 'max_completion_tokens'];
  return byParam.includes(error.param ?? '') || /maximum context length/i.test(error.message);
}

function retryAfter(headers: Headers | undefined): number | null {
  const seconds = Number(headers?.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

function quote(error: APIError<number>): string {
  const named = [error.type, error.param]
    .filter((word) => typeof word === 'string' && word !== '')
    .join(', ');
  const words = mayEcho(error)
    ? KNOWN_WORDS.exec(error.message)?.[0]
    : error.message.slice(0, QUOTE_MAX_CHARACTERS);
  return [named && ` (${named})`, words && `: ${words}`].filter(Boolean).join('');
}

/** All but answers about the key, the model's name and the load, which are given before the request is looked at. */
function mayEcho({ status }: APIError<number>): boolean {
  return !(status in CODE_BY_STATUS);
}

/** The innermost cause of a broken connection: `ECONNREFUSED`, `other side closed`, … */
function whatBroke(thrown: unknown): string {
  let cause = thrown;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  if (!(cause instanceof Error)) return 'broke off';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  return code ?? (cause.message.slice(0, QUOTE_MAX_CHARACTERS) || cause.name);
}
