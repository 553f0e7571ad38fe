import type { Attachment } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { fileKind, isText } from '../../../src/gateway/file-kind.ts';
import { pictureType } from '../../../src/gateway/picture-type.ts';
import { INCOMING } from '../limits.ts';
import type { FileReference } from '../receive/origin.ts';
import { DownloadError, type DownloadParts, download } from './download.ts';

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
  const attachments: Attachment[] = [];
  let roomBytes: number = INCOMING.filesBytes;
  for (const file of references) {
    if (fileKind(file.mime) === 'other') throw otherKind(file, language);
    if (file.sizeBytes > roomBytes) throw tooLarge(language);
    const bytes = await fetchOne(file, roomBytes, language, parts, signal);
    roomBytes -= bytes.length;
    attachments.push(toAttachment(file, bytes, language));
  }
  return attachments;
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
    throw unfetched(file, language);
  }
}

function toAttachment(file: FileReference, bytes: Buffer, language: Language): Attachment {
  const { mime, name } = file;
  const data = bytes.toString('base64');
  // The content tells, not the name: a picture that is none would fail at the model.
  const picture = pictureType(bytes);
  if (picture !== null) return { name, mime: picture, data };
  if (fileKind(mime) === 'picture') return { name, mime, data };
  if (!isText(bytes)) throw otherKind(file, language);
  return { name, mime: mime.startsWith('text/') ? mime : 'text/plain', data };
}

function tooLarge(language: Language): SwitchboardError {
  const sentence = {
    en: 'Telegram gives bots files of 20 MB at most. Send a smaller one.',
    zh: 'Telegram 只允许机器人读取 20 MB 以内的文件。请发送小一些的文件。',
  }[language];
  return new SwitchboardError('too_large', sentence, { param: 'attachments' });
}

function otherKind({ name }: FileReference, language: Language): SwitchboardError {
  return refusal(
    {
      en: `“${name}” can’t be read here: pictures, text and code files can. Paste the part that matters, or send it as text.`,
      zh: `“${name}”无法读取：这里只能读取图片、文本和代码文件。请把相关内容粘贴出来，或以文本发送。`,
    }[language],
  );
}

function unfetched({ name }: FileReference, language: Language): SwitchboardError {
  return refusal(
    {
      en: `“${name}” could not be fetched from Telegram. Send it again.`,
      zh: `无法从 Telegram 获取“${name}”。请重新发送。`,
    }[language],
  );
}

function refusal(sentence: string): SwitchboardError {
  return new SwitchboardError('bad_request', sentence, { param: 'attachments' });
}
