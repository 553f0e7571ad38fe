import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/** A body beyond this is cut off, answer or not. */
const DRAIN_MAX_BYTES = 64 * 1024 * 1024;
const DRAIN_TIMEOUT_MS = 10_000;

/**
 * Takes in and forgets the rest of a body that is refused. Most clients read no answer before they have sent
 * everything; closing on them would turn a 413 into a broken connection. Never throws.
 */
export async function drainBody(request: IncomingMessage): Promise<void> {
  let bytes = 0;
  const enough = new AbortController();
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > DRAIN_MAX_BYTES) enough.abort();
  });
  const signal = AbortSignal.any([enough.signal, AbortSignal.timeout(DRAIN_TIMEOUT_MS)]);
  await finished(request, { signal, writable: false }).catch(() => {});
  request.pause();
}
