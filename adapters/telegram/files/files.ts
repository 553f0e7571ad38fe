import type { Attachment } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { fileKind } from '../../../src/gateway/file-kind.ts';
import { DownloadError, otherKind, takeFiles, unfetched } from '../../../src/gateway/incoming-file.ts';
import { INCOMING } from '../limits.ts';
import type { FileReference } from '../receive/origin.ts';
import { type DownloadParts, download } from './download.ts';

/**
 * The files of a message with their content: pictures for the vision expert, text and code for the message.
 *
 * @param text the message's, for the language of what is said about a file
 * @throws SwitchboardError with words for the person, about the first file that cannot be taken
 */
export async function fetchFiles(
  references: readonly FileReference[],
  text: string,
  parts: DownloadParts,
  signal: AbortSignal,
): Promise<Attachment[]> {
  const language = languageOf(text);
  return takeFiles(references, INCOMING.filesBytes, language, async (file, roomBytes) => {
    if (fileKind(file.mime) === 'other') throw otherKind(file, language);
    if (file.sizeBytes > roomBytes) throw tooLarge(language);
    return { file, bytes: await fetchOne(file, roomBytes, language, parts, signal) };
  });
}

async function fetchOne(
  file: FileReference,
  maxBytes: number,
  language: Language,
  parts: DownloadParts,
  signal: AbortSignal,
): Promise<Buffer> {
  try {
    return await download(file.id, maxBytes, parts, signal);
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    if (error.failure === 'too_large') throw tooLarge(language);
    throw unfetched(file, 'Telegram', language);
  }
}

function tooLarge(language: Language): SwitchboardError {
  const sentence = {
    en: 'Telegram gives bots files of 20 MB at most. Send a smaller one.',
    zh: 'Telegram 只允许机器人读取 20 MB 以内的文件。请发送小一些的文件。',
  }[language];
  return new SwitchboardError('too_large', sentence, { param: 'attachments' });
}
