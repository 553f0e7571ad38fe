import { APIConnectionError, APIConnectionTimeoutError, APIError } from 'openai';
import { ExpertError } from '../errors.ts';
import { codeOfStatus, isBeforeRequest, retryAfterMs } from '../http-status.ts';

/**
 * A server that refuses a request or fails on it may echo it, and with it somebody's message: of its words only
 * those are passed on that tell an operator what to look for.
 */
const KNOWN_WORDS = /chat template|does not support|not supported|grammar|max_tokens|logprobs/i;
const QUOTE_MAX_CHARACTERS = 200;

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
  const waitMs = retryAfterMs(error.headers);
  const message = `answered ${error.status}${quote(error)}`;
  return new ExpertError(
    codeOfStatus(error.status),
    endpoint,
    message,
    waitMs === null ? detail : { ...detail, retryAfterMs: waitMs },
  );
}

/** vLLM has no code for it: the `param` tells, else the words. */
function isContextOverflow(error: APIError<number>): boolean {
  if (error.status !== 400) return false;
  const byParam = ['input_tokens', 'input_text', 'max_tokens', 'max_completion_tokens'];
  return byParam.includes(error.param ?? '') || /maximum context length/i.test(error.message);
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
  return !isBeforeRequest(status);
}

/** The innermost cause of a broken connection: `ECONNREFUSED`, `other side closed`, … */
function whatBroke(thrown: unknown): string {
  let cause = thrown;
  while (cause instanceof Error && cause.cause instanceof Error) cause = cause.cause;
  if (!(cause instanceof Error)) return 'broke off';
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : null;
  return code ?? (cause.message.slice(0, QUOTE_MAX_CHARACTERS) || cause.name);
}
