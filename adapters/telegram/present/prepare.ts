import type { Message } from '../../../src/conversation/types.ts';
import { fetchFiles } from '../files/files.ts';
import type { TelegramParts } from '../parts.ts';
import { originOf } from '../receive/origin.ts';

/**
 * Fetches the files that were left out when the message was accepted.
 *
 * @throws SwitchboardError with words for the person when a file cannot be taken
 */
export async function prepare(message: Message, parts: TelegramParts, signal: AbortSignal): Promise<Message> {
  const origin = originOf(message);
  const { telegram } = parts.switchboard.config;
  if (origin === null || telegram === null || origin.files.length === 0) return message;
  const { apiRoot, botToken } = telegram;
  const files = await fetchFiles(origin.files, message.text, { api: parts.api, apiRoot, botToken }, signal);
  return { ...message, attachments: [...message.attachments, ...files] };
}
