import type { Clock } from './clock.ts';
import { SendError } from './send-error.ts';

/**
 * One attempt at a platform call, ended after `timeoutMs`. Whatever goes wrong is a SendError afterwards; what the
 * port did not explain is `unknown`.
 */
export async function attemptCall<T>(
  clock: Clock,
  timeoutMs: number,
  call: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const answered = new AbortController();
  const late = clock.sleep(timeoutMs, answered.signal).then((): T | Promise<T> => {
    const error = new SendError('unknown', `no answer within ${timeoutMs} ms`);
    deadline.abort(error);
    throw error;
  });
  try {
    return await Promise.race([call(deadline.signal), late]);
  } catch (error) {
    throw error instanceof SendError ? error : new SendError('unknown', 'the call failed', { cause: error });
  } finally {
    // The sleep ends with it, and nobody listens to its error any more.
    late.catch(() => {});
    answered.abort();
  }
}
