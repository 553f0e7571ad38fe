/** Deeper causes tell an operator nothing. */
const MAX_DEPTH = 6;
/** Fields of an error that help an operator. Others may hold a request, and with it somebody's message. */
const SAFE_FIELDS = ['code', 'status', 'syscall', 'address', 'port', 'endpoint', 'retryAfterMs', 'window'];

export interface SerializedError {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly cause?: SerializedError;
  readonly errors?: readonly SerializedError[];
  readonly [field: string]: unknown;
}

/** An error as plain JSON: type, message, stack, the safe fields, and its whole chain of causes. Never throws. */
export function serializeError(error: unknown): SerializedError {
  return serialize(error, []);
}

function serialize(error: unknown, above: readonly unknown[]): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: describe(error) };
  const { cause, name } = error;
  const { message, stack } = harmless(error);
  const path = [...above, error];
  const deeper = (inner: unknown) => path.length < MAX_DEPTH && inner != null && !path.includes(inner);
  const inner = error instanceof AggregateError ? error.errors.filter(deeper) : [];
  return {
    type: name,
    message,
    ...(stack !== undefined && { stack }),
    ...safeFields(error),
    ...(deeper(cause) && { cause: serialize(cause, path) }),
    ...(inner.length > 0 && { errors: inner.map((each) => serialize(each, path)) }),
  };
}

/** The parser's words on a text that does not parse hold a part of the text, which may be somebody's message. */
function harmless({ message, stack }: Error): Pick<Error, 'message' | 'stack'> {
  if (!/is not valid JSON$/.test(message)) return { message, ...(stack !== undefined && { stack }) };
  const plain = 'a text is not valid JSON';
  return { message: plain, ...(stack !== undefined && { stack: stack.replace(message, plain) }) };
}

function safeFields(error: object): Record<string, unknown> {
  const entries = Object.entries(error).filter(([field]) => SAFE_FIELDS.includes(field));
  return Object.fromEntries(entries.filter(([, value]) => ['string', 'number'].includes(typeof value)));
}

/** What was thrown and is no error may be anything, a request included: only plain words are kept. */
function describe(thrown: unknown): string {
  return typeof thrown === 'object' || typeof thrown === 'function' ? 'not an Error' : String(thrown);
}
