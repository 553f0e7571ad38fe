import { INCOMING } from '../limits.ts';

/** Why a file could not be fetched. `login`: an HTML page in place of the file, the scope `files:read` is missing. */
export type DownloadFailure = 'host' | 'login' | 'too_large' | 'refused' | 'no_answer';

export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly failure: DownloadFailure;

  constructor(failure: DownloadFailure, cause?: unknown) {
    super(`a file was not fetched: ${failure}`, { cause });
    this.failure = failure;
  }
}

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

/** https on Slack's file host; where the Web API is elsewhere, that host, too. */
export function mayFetch(url: string, apiUrl: string | null): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (apiUrl !== null && parsed.origin === URL.parse(apiUrl)?.origin) return true;
  return parsed.protocol === 'https:' && parsed.host === INCOMING.fileHost;
}

async function given(response: Response, failure: DownloadFailure): Promise<DownloadError> {
  await response.body?.cancel();
  return new DownloadError(failure);
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
