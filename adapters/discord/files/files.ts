import type { Attachment } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import { fileKind, isText } from '../../../src/gateway/file-kind.ts';
import { pictureType } from '../../../src/gateway/picture-type.ts';
import type { Rest } from '../client/rest.ts';
import { INCOMING } from '../limits.ts';
import { isRecord } from '../payload.ts';
import { readFiles } from '../receive/events.ts';
import type { FileReference } from '../receive/origin.ts';
import { DownloadError, download } from './download.ts';

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
  if (references.length > INCOMING.filesCount) throw refusal(TOO_MANY[language]);
  const attachments: Attachment[] = [];
  let roomBytes: number = INCOMING.filesBytes;
  for (const reference of references) {
    const bytes = await fetchFile(reference, roomBytes, language, parts, signal);
    roomBytes -= bytes.length;
    attachments.push(toAttachment(reference, bytes, language));
  }
  return attachments;
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
    throw unfetched(file, language);
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

type Sentence = Readonly<Record<Language, string>>;

const TOO_MANY: Sentence = {
  en: `These are too many files. Send at most ${INCOMING.filesCount} at once.`,
  zh: `文件太多了，一次最多发送 ${INCOMING.filesCount} 个。`,
};

function tooLarge(language: Language): SwitchboardError {
  const sentence = {
    en: 'The files are over 20 MB together. Send smaller ones.',
    zh: '文件总共超过 20 MB。请发送小一些的文件。',
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
      en: `“${name}” could not be fetched from Discord. Send it again.`,
      zh: `无法从 Discord 获取“${name}”。请重新发送。`,
    }[language],
  );
}

function refusal(sentence: string): SwitchboardError {
  return new SwitchboardError('bad_request', sentence, { param: 'attachments' });
}
