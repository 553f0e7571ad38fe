import type { Attachment } from '../conversation/types.ts';
import type { Language } from '../conversation/wording.ts';
import { SwitchboardError } from '../errors.ts';
import { fileKind, isText } from './file-kind.ts';
import { pictureType } from './picture-type.ts';

/** Why a file could not be fetched. `login`, `expired`: a page in its place, or a link whose time is over. */
export type DownloadFailure = 'host' | 'login' | 'expired' | 'too_large' | 'refused' | 'no_answer';

/** Its message names no address: one may carry a token. */
export class DownloadError extends Error {
  override readonly name = 'DownloadError';
  readonly failure: DownloadFailure;

  constructor(failure: DownloadFailure, cause?: unknown) {
    super(`a file was not fetched: ${failure}`, { cause });
    this.failure = failure;
  }
}

/** What a person sent, as its platform describes it. */
export interface NamedFile {
  readonly name: string;
  readonly mime: string;
}

/**
 * Whether a file's address is one of its platform's: https on its file hosts; where the API is elsewhere (a double, a
 * proxy), on that origin, too.
 */
export function mayFetchFrom(url: string, hosts: readonly string[], apiUrl: string | null): boolean {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  if (apiUrl !== null && parsed.origin === URL.parse(apiUrl)?.origin) return true;
  return parsed.protocol === 'https:' && hosts.includes(parsed.host);
}

/** @throws DownloadError `too_large` as soon as more than `maxBytes` have come */
export async function readCapped(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw new DownloadError('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** @throws SwitchboardError with words for the person when it can be neither seen nor read */
export function toAttachment(file: NamedFile, bytes: Buffer, language: Language): Attachment {
  const { mime, name } = file;
  const data = bytes.toString('base64');
  // The content tells, not the name: a picture that is none would fail at the model.
  const picture = pictureType(bytes);
  if (picture !== null) return { name, mime: picture, data };
  if (fileKind(mime) === 'picture') return { name, mime, data };
  if (!isText(bytes)) throw otherKind(file, language);
  return { name, mime: mime.startsWith('text/') ? mime : 'text/plain', data };
}

/**
 * The files of a message with their content, one after the other, so that the caps hold for all of them together.
 *
 * @param fetchFile fetches one of at most so many bytes; what the platform told of it may be better known by then
 * @throws SwitchboardError with words for the person, about the first file that cannot be taken
 */
export async function takeFiles<T>(
  references: readonly T[],
  maxBytes: number,
  language: Language,
  fetchFile: (
    reference: T,
    roomBytes: number,
  ) => Promise<{ readonly file: NamedFile; readonly bytes: Buffer }>,
): Promise<Attachment[]> {
  const attachments: Attachment[] = [];
  let roomBytes = maxBytes;
  for (const reference of references) {
    const { bytes, file } = await fetchFile(reference, roomBytes);
    roomBytes -= bytes.length;
    attachments.push(toAttachment(file, bytes, language));
  }
  return attachments;
}

export function tooMany(max: number, language: Language): SwitchboardError {
  return refusal(
    {
      en: `These are too many files. Send at most ${max} at once.`,
      zh: `文件太多了，一次最多发送 ${max} 个。`,
    }[language],
  );
}

/** All files of a message together are over 20 MB. */
export function tooLarge(language: Language): SwitchboardError {
  const sentence = {
    en: 'The files are over 20 MB together. Send smaller ones.',
    zh: '文件总共超过 20 MB。请发送小一些的文件。',
  }[language];
  return new SwitchboardError('too_large', sentence, { param: 'attachments' });
}

export function otherKind({ name }: NamedFile, language: Language): SwitchboardError {
  return refusal(
    {
      en: `“${name}” can’t be read here: pictures, text and code files can. Paste the part that matters, or send it as text.`,
      zh: `“${name}”无法读取：这里只能读取图片、文本和代码文件。请把相关内容粘贴出来，或以文本发送。`,
    }[language],
  );
}

/** @param platform its name as people write it */
export function unfetched({ name }: NamedFile, platform: string, language: Language): SwitchboardError {
  return refusal(
    {
      en: `“${name}” could not be fetched from ${platform}. Send it again.`,
      zh: `无法从 ${platform} 获取“${name}”。请重新发送。`,
    }[language],
  );
}

export function refusal(sentence: string): SwitchboardError {
  return new SwitchboardError('bad_request', sentence, { param: 'attachments' });
}
