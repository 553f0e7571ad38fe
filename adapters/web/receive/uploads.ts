import type { Attachment } from '../../../src/conversation/types.ts';
import type { Language } from '../../../src/conversation/wording.ts';
import { SwitchboardError } from '../../../src/errors.ts';
import type { AttachmentInput } from '../../../src/gateway/ask-body.ts';
import { loadAttachments } from '../../../src/gateway/attachments.ts';
import { toAttachment, tooMany } from '../../../src/gateway/incoming-file.ts';
import { ATTACHMENTS_MAX, ATTACHMENTS_MAX_BYTES } from './limits.ts';

/** Nothing is fetched: pages send what they have. */
const NO_HOSTS: readonly string[] = [];
const never = new AbortController().signal;

/**
 * The files of a question, each as what its content is.
 *
 * @throws SwitchboardError with words for the person: too many, too large, or neither picture nor text
 */
export async function readUploads(
  inputs: readonly AttachmentInput[],
  language: Language,
): Promise<Attachment[]> {
  if (inputs.length > ATTACHMENTS_MAX) throw tooMany(ATTACHMENTS_MAX, language);
  const loaded = await loadAttachments(inputs, NO_HOSTS, never);
  const files = loaded.map(({ data, mime, name }) => ({
    file: { mime, name },
    bytes: Buffer.from(data, 'base64'),
  }));
  const total = files.reduce((sum, { bytes }) => sum + bytes.length, 0);
  if (total > ATTACHMENTS_MAX_BYTES) throw filesTooLarge(language);
  return files.map(({ bytes, file }) => toAttachment(file, bytes, language));
}

/** The files of a message together, or the body that held them. */
export function filesTooLarge(language: Language, cause?: unknown): SwitchboardError {
  const mebibytes = ATTACHMENTS_MAX_BYTES / 1024 / 1024;
  const sentence = {
    en: `The files are over ${mebibytes} MB together. Send smaller ones.`,
    zh: `文件总共超过 ${mebibytes} MB。请发送小一些的文件。`,
  }[language];
  return new SwitchboardError('too_large', sentence, { param: 'attachments', cause });
}
