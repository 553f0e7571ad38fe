import { DownloadError, readCapped } from '../../../src/gateway/incoming-file.ts';
import type { Api } from '../client/api.ts';
import { refusalOf } from '../client/send-errors.ts';
import { isRecord, stringOf } from '../json.ts';
import { INCOMING } from '../limits.ts';

export interface DownloadParts {
  readonly api: Api;
  readonly botToken: string;
  /** Null: Telegram's own. */
  readonly apiRoot: string | null;
}

const API_ROOT = 'https://api.telegram.org';

/**
 * A file by its id. Its address carries the bot's token, so that it is made, used and forgotten here; errors hold
 * neither.
 *
 * @throws DownloadError
 */
export async function download(
  id: string,
  maxBytes: number,
  { api, apiRoot, botToken }: DownloadParts,
  signal: AbortSignal,
): Promise<Buffer> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(INCOMING.fileTimeoutMs)]);
  const path = await pathOf(id, api, within);
  const root = (apiRoot ?? API_ROOT).replace(/\/+$/, '');
  try {
    // A redirect would carry the token along.
    const response = await fetch(`${root}/file/bot${botToken}/${path}`, {
      redirect: 'error',
      signal: within,
    });
    if (response.status !== 200 || response.body === null) {
      await response.body?.cancel();
      throw new DownloadError('refused');
    }
    return await readCapped(response.body, maxBytes);
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    if (signal.aborted) throw signal.reason;
    throw new DownloadError('no_answer');
  }
}

async function pathOf(id: string, api: Api, signal: AbortSignal): Promise<string> {
  try {
    const file = await api.call('getFile', { file_id: id }, signal);
    const path = isRecord(file) ? stringOf(file.file_path) : null;
    // A local Bot API server gives the path of a file on its own disk, which we do not read.
    if (path === null || !/^[\w./-]+$/.test(path) || path.startsWith('/') || path.includes('..')) {
      throw new DownloadError('refused');
    }
    return path;
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    const refused = refusalOf(error);
    if (refused === null) throw new DownloadError('no_answer');
    throw new DownloadError(/too big/i.test(refused.description) ? 'too_large' : 'refused');
  }
}
