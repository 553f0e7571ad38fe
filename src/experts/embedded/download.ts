import { open, rename, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { createWatchdog } from '../watchdog.ts';
import { sha256OfFile, sizeOf } from './gguf-file.ts';
import { resume } from './resume.ts';

export interface DownloadLimits {
  /** Until the headers are there: a hub that cannot be reached is given up quickly, there is another way. */
  readonly connectMs: number;
  /** Without a byte in mid-download. */
  readonly idleMs: number;
  /** Tries in a row that bring no byte. */
  readonly fruitless: number;
  /** Tries in all: a connection that breaks again and again is resumed, but not for ever. */
  readonly tries: number;
  readonly retryDelayMs: number;
}

const LIMITS: DownloadLimits = {
  connectMs: 4_000,
  idleMs: 20_000,
  fruitless: 2,
  tries: 40,
  retryDelayMs: 500,
};
/** A file that arrives with another checksum is fetched once more, whole. */
const WHOLE_TRIES = 2;

/** A download that failed for good. `message` is one sentence without credentials. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
}

export interface Download {
  readonly url: string;
  /** Where the verified file goes. Until then its bytes are in `<path>.part`, from which a later run resumes. */
  readonly path: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  readonly onProgress: (receivedBytes: number) => void;
  readonly signal: AbortSignal;
  readonly limits?: Partial<DownloadLimits>;
}

/** Fetches one file of known size and checksum. Throws `DownloadError`, or the signal's reason. */
export async function download(order: Download): Promise<void> {
  const part = `${order.path}.part`;
  const limits = { ...LIMITS, ...order.limits };
  for (let round = 1; round <= WHOLE_TRIES; round++) {
    await fetchWhole(order, part, limits);
    if ((await sha256OfFile(part, order.signal)) === order.sha256) {
      await rename(part, order.path);
      return;
    }
    await rm(part, { force: true });
  }
  throw new DownloadError(`${hostOf(order.url)} sent a file with a wrong checksum, twice`);
}

async function fetchWhole(order: Download, part: string, limits: DownloadLimits): Promise<void> {
  let fruitless = 0;
  for (let tries = 1; ; tries++) {
    const before = await sizeOf(part);
    if (before === order.bytes) return;
    try {
      await fetchRest(order, part, before, limits);
      return;
    } catch (error) {
      order.signal.throwIfAborted();
      if (error instanceof DownloadError) throw error;
      fruitless = (await sizeOf(part)) > before ? 0 : fruitless + 1;
      if (fruitless >= limits.fruitless || tries >= limits.tries) {
        throw new DownloadError(`${hostOf(order.url)} ${reasonOf(error)}`, { cause: error });
      }
      await delay(limits.retryDelayMs, undefined, { signal: order.signal });
    }
  }
}

/** One request. Throws `DownloadError` where another try would bring nothing, anything else where it might. */
async function fetchRest(order: Download, part: string, have: number, limits: DownloadLimits): Promise<void> {
  const watchdog = createWatchdog(order.signal, limits.connectMs);
  try {
    const response = await fetch(order.url, {
      // Compressed, the byte counts of Range and Content-Length would mean something else.
      headers: { 'accept-encoding': 'identity', ...(have > 0 && { range: `bytes=${have}-` }) },
      signal: watchdog.signal,
    });
    const { status, headers, body } = response;
    const next = resume(status, headers.get('content-range'), have);
    if (next === 'refused') {
      await body?.cancel();
      throw new DownloadError(`${hostOf(order.url)} answered ${status}`);
    }
    if (next === 'again' || next === 'discard') {
      await body?.cancel();
      if (next === 'discard') await rm(part, { force: true });
      throw new Error(`answered ${status}`);
    }
    if (body === null) throw new Error('sent no body');
    await writeBody(body, order, part, next === 'append' ? have : 0, () => watchdog.tick(limits.idleMs));
  } catch (error) {
    throw watchdog.expired ? new Error('did not answer in time', { cause: error }) : error;
  } finally {
    watchdog.stop();
  }
}

async function writeBody(
  body: ReadableStream<Uint8Array>,
  order: Download,
  part: string,
  from: number,
  tick: () => void,
): Promise<void> {
  let received = from;
  const file = await open(part, from > 0 ? 'a' : 'w');
  try {
    tick();
    for await (const chunk of body) {
      received += chunk.byteLength;
      if (received > order.bytes) {
        await rm(part, { force: true });
        throw new DownloadError(`${hostOf(order.url)} sends more than the ${order.bytes} bytes of the file`);
      }
      await file.writeFile(chunk).catch((error: NodeJS.ErrnoException) => {
        throw new DownloadError(`the file could not be written (${error.code})`, { cause: error });
      });
      tick();
      order.onProgress(received);
    }
  } finally {
    await file.close();
  }
  if (received < order.bytes) throw new Error('broke off');
}

function hostOf(url: string): string {
  return new URL(url).host;
}

/** `fetch failed` says nothing; its cause has the code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  const cause = error.cause;
  const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
  return error.name === 'TypeError' ? `could not be reached${code}` : `${error.message}${code}`;
}
