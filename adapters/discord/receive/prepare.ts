import type { Attachment, Message } from '../../../src/conversation/types.ts';
import { fetchFiles } from '../files/files.ts';
import type { DiscordParts } from '../parts.ts';
import { chainAbove, earlierInThread } from './earlier.ts';
import { type Origin, originOf, placeOf } from './origin.ts';

/**
 * Fetches what was left out when the message was accepted: files, what it replies to, and what a thread is about.
 *
 * @throws SwitchboardError with words for the person when a file cannot be taken
 */
export async function prepare(message: Message, parts: DiscordParts, signal: AbortSignal): Promise<Message> {
  const origin = originOf(message);
  if (origin === null) return message;
  const apiUrl = parts.switchboard.config.discord?.apiUrl ?? null;
  const [files, earlier] = await Promise.all([
    fetchFiles(origin.files, message.text, { rest: parts.rest, apiUrl }, signal),
    whatWasSaid(message, origin, parts, signal),
  ]);
  return { ...message, attachments: [...message.attachments, ...files, ...earlier] };
}

/** As a text that came with the message. */
async function whatWasSaid(
  message: Message,
  origin: Origin,
  parts: DiscordParts,
  signal: AbortSignal,
): Promise<Attachment[]> {
  const id = placeOf(message.id)?.id;
  if (origin.inThread && id !== undefined && (await parts.switchboard.turns(message.conversation)) === null) {
    const text = await earlierInThread(origin, id, parts, signal);
    if (text !== null) return [asText('Earlier in this thread', text)];
  }
  if (origin.chain === null) return [];
  const chain = await chainAbove(origin.chain, parts, signal);
  return chain === null ? [] : [asText('What the message replies to', chain)];
}

function asText(name: string, text: string): Attachment {
  return { name, mime: 'text/plain', data: Buffer.from(text, 'utf8').toString('base64') };
}
