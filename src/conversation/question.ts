import { SwitchboardError } from '../errors.ts';
import { cleanText } from './clean.ts';
import type { Attachment, Message } from './types.ts';
import { EMPTY_MESSAGE, languageOf } from './wording.ts';

/** What a message asks: its words, text files among them, and its pictures. */
export interface Asked {
  readonly text: string;
  /** Data URIs. */
  readonly images: readonly string[];
  readonly imageNames: readonly string[];
}

/** @throws SwitchboardError `bad_request` for an empty message or a file of a kind that no expert reads */
export function askedOf(message: Message): Asked {
  const language = languageOf(message.text);
  const pictures = message.attachments.filter(isImage);
  const files = message.attachments.filter((attachment) => !isImage(attachment));
  const text = [cleanText(message.text).trim(), ...files.map(fileText)].filter(Boolean).join('\n\n');
  if (text === '' && pictures.length === 0) {
    throw new SwitchboardError('bad_request', EMPTY_MESSAGE[language], { param: 'text' });
  }
  return {
    text: text === '' ? { en: 'Describe this picture.', zh: '描述这张图片。' }[language] : text,
    images: pictures.map(({ mime, data }) => `data:${mime.toLowerCase()};base64,${data}`),
    imageNames: pictures.map(({ name }) => name),
  };
}

function isImage({ mime }: Attachment): boolean {
  return /^image\//i.test(mime);
}

function fileText({ name, data }: Attachment): string {
  const bytes = Buffer.from(data, 'base64');
  // The content tells, not the type: many clients call a source file application/octet-stream.
  const content = decodeUtf8(bytes);
  if (content === null) {
    const message = `“${name}” is neither a picture nor a text file in UTF-8, so no expert can read it.`;
    throw new SwitchboardError('bad_request', message, { param: 'attachments' });
  }
  // A fence longer than any in the file, so that the file cannot close it.
  const fence = '`'.repeat(Math.max(3, ...[...content.matchAll(/`{3,}/g)].map((run) => run[0].length + 1)));
  return `${cleanText(name).replace(/\s+/g, ' ')}:\n${fence}\n${cleanText(content)}\n${fence}`;
}

function decodeUtf8(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}
