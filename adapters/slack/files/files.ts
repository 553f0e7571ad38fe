import type { webApi } from '@slack/bolt';
import type { Attachment } from '../../../src/conversation/types.ts';
import { type Language, languageOf } from '../../../src/conversation/wording.ts';
import type { SwitchboardError } from '../../../src/errors.ts';
import { fileKind } from '../../../src/gateway/file-kind.ts';
import {
  DownloadError,
  otherKind,
  refusal,
  takeFiles,
  tooLarge,
  tooMany,
  unfetched,
} from '../../../src/gateway/incoming-file.ts';
import { INCOMING } from '../limits.ts';
import { isRecord } from '../payload.ts';
import { toFileReference } from '../receive/events.ts';
import type { FileReference } from '../receive/origin.ts';
import { download } from './download.ts';

export interface FileParts {
  readonly client: webApi.WebClient;
  readonly botToken: string;
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
  return takeFiles(references, INCOMING.filesBytes, language, (reference, roomBytes) =>
    fetchFile(reference, roomBytes, language, parts, signal),
  );
}

async function fetchFile(
  reference: FileReference,
  maxBytes: number,
  language: Language,
  { client, botToken, apiUrl }: FileParts,
  signal: AbortSignal,
): Promise<{ file: FileReference; bytes: Buffer }> {
  const file = reference.url === null ? await askFor(reference, client) : reference;
  if (fileKind(file.mime) === 'other') throw otherKind(file, language);
  if (file.url === null) throw unfetched(file, 'Slack', language);
  if (file.sizeBytes > maxBytes) throw tooLarge(language);
  const { mime, sizeBytes } = file;
  try {
    const bytes = await download(file.url, { botToken, apiUrl, maxBytes, mime, sizeBytes, signal });
    return { file, bytes };
  } catch (error) {
    if (!(error instanceof DownloadError)) throw error;
    if (error.failure === 'too_large') throw tooLarge(language);
    throw error.failure === 'login' ? needsScope(file, language) : unfetched(file, 'Slack', language);
  }
}

/** Slack Connect shows no more than a file's id at first. */
async function askFor(reference: FileReference, client: webApi.WebClient): Promise<FileReference> {
  const answer = await client.files.info({ file: reference.id }).catch(() => null);
  const file: unknown = answer?.file;
  return (isRecord(file) ? toFileReference(file) : null) ?? reference;
}

function needsScope({ name }: FileReference, language: Language): SwitchboardError {
  return refusal(
    {
      en: `“${name}” can’t be fetched: Slack asks to log in. The operator has to give the app the scope files:read and install it again.`,
      zh: `无法获取“${name}”：Slack 要求登录。请管理员为应用添加 files:read 权限并重新安装。`,
    }[language],
  );
}
