import {
  DownloadError,
  type DownloadFailure,
  mayFetchFrom,
  readCapped,
} from '../../../src/gateway/incoming-file.ts';
import { INCOMING } from '../limits.ts';

export interface DownloadOptions {
  readonly botToken: string;
  /** Origin of `SLACK_API_URL`, whose double serves files, too; null on Slack itself. */
  readonly apiUrl: string | null;
  readonly maxBytes: number;
  /** What the file is said to be: an HTML page that is no HTML file is Slack's login. */
  readonly mime: string;
  readonly sizeBytes: number;
  readonly signal: AbortSignal;
}

/**
 * A file of Slack's, from Slack's file host alone, so that the token goes nowhere else.
 *
 * @throws DownloadError
 */
export async function download(url: string, options: DownloadOptions): Promise<Buffer> {
  if (!mayFetch(url, options.apiUrl)) throw new DownloadError('host');
  const { botToken, maxBytes, signal } = options;
  const timeout = AbortSignal.timeout(INCOMING.fileTimeoutMs);
  try {
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${botToken}` },
      // A redirect would carry the token along; Slack's go to its login.
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    if (response.status >= 300 && response.status < 400) throw await given(response, 'login');
    if (response.status !== 200 || response.body === null) throw await given(response, 'refused');
    const type = response.headers.get('content-type') ?? '';
    const page = /^text\/html\b/i.test(type);
    if (page && !/html/.test(options.mime)) throw await given(response, 'login');
    const bytes = await readCapped(response.body, maxBytes);
    // An HTML file and the login page look alike, but for their size.
    if (page && options.sizeBytes > 0 && bytes.length !== options.sizeBytes) throw new DownloadError('login');
    return bytes;
  } catch (error) {
    if (error instanceof DownloadError || signal.aborted) throw error;
    throw new DownloadError('no_answer', error);
  }
}

/** @see mayFetchFrom */
export function mayFetch(url: string, apiUrl: string | null): boolean {
  return mayFetchFrom(url, [INCOMING.fileHost], apiUrl);
}

async function given(response: Response, failure: DownloadFailure): Promise<DownloadError> {
  await response.body?.cancel();
  return new DownloadError(failure);
}
