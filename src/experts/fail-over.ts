import { ExpertError, type ExpertErrorCode, TooLongError } from './errors.ts';

const REASONS: Readonly<Record<Exclude<ExpertErrorCode, 'broken_stream' | 'preempted'>, string>> = {
  unreachable: 'is down',
  timeout: 'did not answer in time',
  overloaded: 'is full',
  unauthorized: 'refused the key',
  model_not_found: 'does not serve its model',
  context_overflow: 'has too small a window',
  refused: 'failed',
  server_error: 'failed',
  no_model: 'failed',
};

/** In words why another expert may answer instead of this one; null when it may not, or not because of this error. */
export function whyFailedOver(error: unknown): string | null {
  if (error instanceof TooLongError) return `takes only ${error.room} tokens`;
  if (!(error instanceof ExpertError)) return null;
  const { code } = error;
  // An answer that has begun is not told twice; what gave way has to wait.
  return code === 'broken_stream' || code === 'preempted' ? null : REASONS[code];
}
