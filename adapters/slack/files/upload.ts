import { SendError } from '../../../src/delivery/send-error.ts';
import type { Clients } from '../client/clients.ts';
import { call } from '../client/send-errors.ts';
import { LIMITS, TIMEOUTS } from '../limits.ts';
import type { UploadPart } from '../render/parts-of-answer.ts';
import { mayFetch } from './download.ts';

export interface UploadTo {
  readonly channel: string;
  readonly thread: string;
}

/**
 * Uploads a file into a thread, in Slack's three steps. By hand, since the client's own helper sends the bot token to
 * `upload_url`, which comes out of an answer.
 *
 * @returns the file's id
 */
export async function uploadFile(
  { final }: Clients,
  part: UploadPart,
  to: UploadTo,
  apiUrl: string | null,
  signal: AbortSignal,
): Promise<string> {
  const { alt, bytes, name } = part;
  const begun = await call(
    'files.getUploadURLExternal',
    () =>
      final.files.getUploadURLExternal({
        filename: name,
        length: bytes.length,
        ...(alt !== null && { alt_text: alt.slice(0, LIMITS.altCharacters) }),
      }),
    signal,
  );
  const { file_id: id, upload_url: url } = begun;
  if (id === undefined || url === undefined || !mayFetch(url, apiUrl)) {
    throw new SendError('refused', 'files.getUploadURLExternal: no usable address');
  }
  await sendBytes(url, bytes, signal);
  await call(
    'files.completeUploadExternal',
    () =>
      final.files.completeUploadExternal({
        files: [{ id, title: name }],
        channel_id: to.channel,
        thread_ts: to.thread,
      }),
    signal,
  );
  return id;
}

async function sendBytes(url: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  let status: number;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Uint8Array(bytes),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUTS.final)]),
    });
    status = response.status;
    await response.body?.cancel();
  } catch (cause) {
    // Until the upload is completed nobody sees it, so nothing was sent.
    throw new SendError('not_sent', 'the upload broke off', { cause });
  }
  if (status !== 200)
    throw new SendError(status >= 500 ? 'not_sent' : 'refused', `the upload: HTTP ${status}`);
}
