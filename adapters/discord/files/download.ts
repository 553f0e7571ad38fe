import { INCOMING } from '../limits.ts';

/** Why a file could not be fetched. `expired`: its link is over, and a new one can be had. */
export type DownloadFailure = 'host' | 'expired' | 'too_large' | 'refused' | 'no_answer';

export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly failure: DownloadFailure;

  constructor(failure: DownloadFailure, cause?: unknown) {
    super(`a file was not fetched: ${failure}`, { cause });
    this.failure = failure;
  }
}

export interface DownloadOptions {
  /** `DISCORD_API_URL`, whose double serves files, too; null on Discord itself. */
  readonly apiUrl: string | null;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
}

/** Discord's answers to a link whose time is over. */
const EXPIRED = new Set([403, 404, 410]);

/**
 * A file of Discord's, from its file hosts alone. Its link is signed, so no token goes along.
 *
 * @throws DownloadError
 */
export async function download(url: string, { apiUrl, maxBytes, signal }: DownloadOptions): Promise<Buffer> {
  if (!mayFetch(url, apiUrl)) throw new DownloadError('host');
  const timeout = AbortSignal.timeout(INCOMING.fileTimeoutMs);
  try {
    // A redirect could lead anywhere.
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.any([signal, timeout]) });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw new DownloadError(EXPIRED.has(response.status) ? 'expired' : 'refused');
    }
    return await readCapped(response.body, maxBytes);
  } catch (error) {
    if (error instanceof DownloadError || signal.aborted) throw error;
    throw new DownloadError('no_answer', error);
  }
}

/** https on Discord's file hosts; where the API is elsewhere, that host, too. */
export function mayFetch(url: string, apiUrl: string | null): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (apiUrl !== null && parsed.origin === URL.parse(apiUrl)?.origin) return true;
  return parsed.protocol === 'https:' && (INCOMING.fileHosts as readonly string[]).includes(parsed.host);
}

async function readCapped(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new DownloadError('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
