import type { Attachment, Message } from '../../../src/conversation/types.ts';
import { fetchFiles } from '../files/files.ts';
import type { SlackParts } from '../parts.ts';
import { withNames } from './incoming-text.ts';
import { type Origin, originOf, placeOf } from './origin.ts';
import { earlierInThread } from './thread-text.ts';

/**
 * Fetches what was left out when the message was accepted: names of people, files, and what a thread is about.
 *
 * @throws SwitchboardError with words for the person when a file cannot be taken
 */
export async function prepare(message: Message, parts: SlackParts, signal: AbortSignal): Promise<Message> {
  const origin = originOf(message);
  if (origin === null) return message;
  const { config } = parts.switchboard;
  const [name, text, files, earlier] = await Promise.all([
    message.author.name ?? parts.names.profile(message.author.id).then((profile) => profile.name),
    named(message.text, origin, parts),
    config.slack === null
      ? []
      : fetchFiles(
          origin.files,
          message.text,
          { client: parts.clients.final, botToken: config.slack.botToken, apiUrl: config.slack.apiUrl },
          signal,
        ),
    opening(message, origin, parts),
  ]);
  return {
    ...message,
    author: { ...message.author, name },
    text,
    attachments: [...message.attachments, ...files, ...earlier],
  };
}

async function named(text: string, { mentions }: Origin, { names }: SlackParts): Promise<string> {
  const found = new Map<string, string>();
  for (const user of mentions) {
    const { name } = await names.profile(user);
    if (name !== null) found.set(user, name);
  }
  return withNames(text, found);
}

/** A thread's conversation begins with the thread so far, as a text that came with the message. */
async function opening(message: Message, origin: Origin, parts: SlackParts): Promise<Attachment[]> {
  const ts = placeOf(message.id)?.ts;
  if (!origin.inThread || ts === undefined) return [];
  if ((await parts.switchboard.turns(message.conversation)) !== null) return [];
  const text = await earlierInThread(origin.channel, origin.thread, ts, parts);
  if (text === null) return [];
  const data = Buffer.from(text, 'utf8').toString('base64');
  return [{ name: 'Earlier in this thread', mime: 'text/plain', data }];
}
