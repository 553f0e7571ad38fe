import { DownloadError, mayFetchFrom, readCapped } from '../../../src/gateway/incoming-file.ts';
import { INCOMING } from '../limits.ts';

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

/** @see mayFetchFrom */
export function mayFetch(url: string, apiUrl: string | null): boolean {
  return mayFetchFrom(url, INCOMING.fileHosts, apiUrl);
}
