import type { Upload, WebAttachment } from '../../protocol.ts';
import { toBase64 } from './base64.ts';
import { CallError } from './call.ts';

/**
 * The pictures of an earlier message, to be sent once more. Files of which only the name is known are left out.
 *
 * @throws CallError when one cannot be loaded
 */
export async function loadAgain(files: readonly WebAttachment[]): Promise<Upload[]> {
  const pictures = files.flatMap(({ mime, name, url }) => (url === null ? [] : [{ mime, name, url }]));
  return Promise.all(
    pictures.map(async ({ mime, name, url }) => {
      const response = await fetch(url).catch((cause: unknown) => {
        throw new CallError(0, null, null, cause);
      });
      if (!response.ok) throw new CallError(response.status, null);
      return { name, mime, data: await toBase64(await response.blob()) };
    }),
  );
}
