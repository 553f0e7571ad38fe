import type { Attachment } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import { fileKind } from '../../../src/gateway/file-kind.ts';
import {
  DownloadError,
  otherKind,
  takeFiles,
  tooLarge,
  tooMany,
  unfetched,
} from '../../../src/gateway/incoming-file.ts';
import type { Rest } from '../client/rest.ts';
import { INCOMING } from '../limits.ts';
import { isRecord } from '../payload.ts';
import { readFiles } from '../receive/events.ts';
import type { FileReference } from '../receive/origin.ts';
import { download } from './download.ts';

export interface FileParts {
  readonly rest: Rest;
  readonly apiUrl: string | null;
}

/**
 * The files of a message with their content: pictures for the vision expert, text and code for the message.
 *
 * @param text the message's, for the language of what is said about a file
 * @throws SwitchboardError with words for the person, about the first file that cannot be taken
 */
export async function fetchFiles(
  references: readonly FileReference[],
  text: string,
  parts: FileParts,
  signal: AbortSignal,
): Promise<Attachment[]> {
  const language = languageOf(text);
  if (references.length > INCOMING.filesCount) throw tooMany(INCOMING.filesCount, language);
  return takeFiles(references, INCOMING.filesBytes, language, async (file, roomBytes) => ({
    file,
    bytes: await fetchFile(file, roomBytes, language, parts, signal),
  }));
}

async function fetchFile(
  file: FileReference,
  maxBytes: number,
  language: Language,
  { apiUrl, rest }: FileParts,
  signal: AbortSignal,
): Promise<Buffer> {
  if (fileKind(file.mime) === 'other') throw otherKind(file, language);
  if (file.sizeBytes > maxBytes) throw tooLarge(language);
  const options = { apiUrl, maxBytes, signal };
  try {
    try {
      return await download(file.url, options);
    } catch (error) {
      if (!(error instanceof DownloadError) || error.failure !== 'expired') throw error;
      const fresh = await freshUrl(file, rest, signal);
      if (fresh === null) throw error;
      return await download(fresh, options);
    }
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    if (error.failure === 'too_large') throw tooLarge(language);
    throw unfetched(file, 'Discord', language);
  }
}

/** Links are good for a day; the message, read again, has new ones. */
async function freshUrl(
  { id, message }: FileReference,
  rest: Rest,
  signal: AbortSignal,
): Promise<string | null> {
  if (message === null) return null;
  const route = `/channels/${message.channel}/messages/${message.id}` as const;
  const read = await rest.get(route, {}, signal).catch(() => null);
  const files = isRecord(read) ? readFiles(read.attachments, message) : [];
  return files.find((file) => file.id === id)?.url ?? null;
}
