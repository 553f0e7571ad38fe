import { ExpertError } from './errors.ts';
import { createWatchdog } from './watchdog.ts';

/**
 * What `run` yields, ended after `ms` at the latest, whatever it is busy with: waiting, retrying, writing.
 *
 * @param isText whether an event is part of the answer, which then broke off and was not just late
 * @throws ExpertError `broken_stream` or, before any text, `timeout`; whatever `run` throws; the signal's reason
 */
export async function* withDeadline<T>(
  name: string,
  ms: number,
  signal: AbortSignal,
  isText: (event: T) => boolean,
  run: (signal: AbortSignal) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const limit = createWatchdog(signal, ms);
  let begun = false;
  try {
    for await (const event of run(limit.signal)) {
      begun ||= isText(event);
      yield event;
    }
  } catch (error) {
    if (!limit.expired || signal.aborted) throw error;
    const code = begun ? 'broken_stream' : 'timeout';
    throw new ExpertError(code, name, `took longer than the ${ms / 1000} s that a turn may`, {
      cause: error,
    });
  } finally {
    limit.stop();
  }
}
