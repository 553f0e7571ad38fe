/**
 * Errors in vLLM's shapes. `type` differs for one status, as it does there: the request's schema is refused with
 * "Bad Request", everything behind it with "BadRequestError".
 */
export class ApiError extends Error {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** The one error object: inside a response body or inside a stream. */
export function errorBody(status: number, type: string, message: string, param: string | null = null) {
  return { error: { message, type, param, code: status } };
}

/** The body does not fit the request's schema. The real server quotes the offending input, too. */
export function badSchema(param: string, reason: string, input: unknown): ApiError {
  const detail = `{'type': 'value_error', 'loc': 'body', 'msg': 'Value error, ${reason}', 'input': ${quoted(input)}}`;
  return new ApiError(400, errorBody(400, 'Bad Request', `1 validation error:\n  ${detail}`, param));
}

/** The request is well-formed, but this server or model does not take it. */
export function badRequest(message: string, param: string | null = null): ApiError {
  return new ApiError(400, errorBody(400, 'BadRequestError', message, param));
}

/** Prompt and output do not fit. The server stops tokenizing one past the limit, so its count is "at least". */
export function contextOverflow(window: number, outputTokens: number): ApiError {
  const atLeast = Math.max(0, window - outputTokens) + 1;
  return badRequest(
    `This model's maximum context length is ${window} tokens. However, you requested ${outputTokens} output tokens ` +
      `and your prompt contains at least ${atLeast} input tokens, for a total of at least ${outputTokens + atLeast} ` +
      'tokens. Please reduce the length of the input prompt or the number of requested output tokens. ' +
      `(parameter=input_tokens, value=${atLeast})`,
    'input_tokens',
  );
}

/** The prompt has more characters than any prompt of that many tokens could have. */
export function textOverflow(
  window: number,
  outputTokens: number,
  chars: number,
  maxChars: number,
): ApiError {
  return badRequest(
    `This model's maximum context length is ${window} tokens. However, you requested ${outputTokens} output tokens ` +
      `and your prompt contains ${chars} characters (more than ${maxChars} characters, which is the upper bound for ` +
      `${Math.max(0, window - outputTokens)} input tokens). Please reduce the length of the input prompt or the ` +
      `number of requested output tokens. (parameter=input_text, value=${chars})`,
    'input_text',
  );
}

/** The wished output alone is larger than the window. */
export function outputOverflow(window: number, outputTokens: number, param: string): ApiError {
  return badRequest(
    `${param}=${outputTokens} cannot be greater than max_model_len=${window}. Please request fewer output tokens. ` +
      `(parameter=${param}, value=${outputTokens})`,
    param,
  );
}

export function modelNotFound(model: string): ApiError {
  return new ApiError(
    404,
    errorBody(404, 'NotFoundError', `The model \`${model}\` does not exist.`, 'model'),
  );
}

export function unauthorized(): ApiError {
  return new ApiError(401, { error: 'Unauthorized' });
}

export function unsupported(api: string): ApiError {
  const message = `The model does not support ${api} API`;
  return new ApiError(501, errorBody(501, 'NotImplementedError', message));
}

export function unprocessable(message: string): ApiError {
  return new ApiError(422, errorBody(422, 'UnprocessableEntityError', message));
}

const INTERNAL = 'EngineCore encountered an issue. See stack trace (above) for the root cause.';

export function internalBody() {
  return errorBody(500, 'InternalServerError', INTERNAL);
}

/** Any bare status: 500 of a dead engine, 503 of a full queue. `retryAfterS` in seconds; null sends no header. */
export function statusError(status: number, retryAfterS: number | null = null): ApiError {
  const headers: Record<string, string> = retryAfterS === null ? {} : { 'retry-after': String(retryAfterS) };
  if (status === 500) return new ApiError(500, internalBody(), headers);
  if (status === 501) return new ApiError(501, unsupported('this').body, headers);
  const full = 'The server has too many requests queued. Please try again later.';
  if (status === 503) return new ApiError(503, errorBody(503, 'Service Unavailable', full), headers);
  return new ApiError(status, errorBody(status, 'Error', `Status ${status}`), headers);
}

function quoted(input: unknown): string {
  if (Array.isArray(input)) return `'<list of ${input.length} items>'`;
  if (typeof input === 'object' && input !== null) return `'<dict of ${Object.keys(input).length} items>'`;
  return `'${String(input).slice(0, 200)}'`;
}
