import type { SlackParts } from '../parts.ts';
import { isRecord, type Json, stringOf } from '../payload.ts';
import { readText, withNames } from './incoming-text.ts';

/** Of a thread's earlier messages, the root and the latest ones. */
const MESSAGES_MAX = 20;
const CHARACTERS_MAX = 6_000;

export interface Root {
  readonly text: string;
  readonly files: unknown;
}

/** The root of a thread; null when it cannot be read (`channels:history` is missing) or is gone. */
export async function readRoot(channel: string, thread: string, parts: SlackParts): Promise<Root | null> {
  const [root] = await replies(channel, thread, 1, parts);
  if (root === undefined) return null;
  return { text: await spoken(root, parts), files: root.files };
}

/**
 * What was said in a thread before a message, a line for each, so that a conversation that begins there knows what it
 * is about. Null when there is nothing, or it cannot be read.
 */
export async function earlierInThread(
  channel: string,
  thread: string,
  beforeTs: string,
  parts: SlackParts,
): Promise<string | null> {
  const found = await replies(channel, thread, 200, parts);
  const earlier = found.filter(
    ({ ts, subtype }) => typeof ts === 'string' && ts < beforeTs && subtype !== 'tombstone',
  );
  const kept =
    earlier.length > MESSAGES_MAX ? [...earlier.slice(0, 1), ...earlier.slice(1 - MESSAGES_MAX)] : earlier;
  const lines: string[] = [];
  for (const message of kept) {
    const text = await spoken(message, parts);
    if (text !== '') lines.push(`${await speaker(message, parts)}: ${text}`);
  }
  if (kept.length < earlier.length) lines.splice(1, 0, `[… ${earlier.length - kept.length} …]`);
  const whole = lines.join('\n');
  if (whole === '') return null;
  return whole.length > CHARACTERS_MAX ? `${whole.slice(0, CHARACTERS_MAX)}\n[…]` : whole;
}

async function replies(channel: string, ts: string, limit: number, parts: SlackParts): Promise<Json[]> {
  try {
    const { messages } = await parts.clients.final.conversations.replies({ channel, ts, limit });
    return ((messages ?? []) as unknown[]).filter(isRecord);
  } catch {
    // Without the scope the thread's conversation begins with the message itself.
    return [];
  }
}

async function spoken(message: Json, { names }: SlackParts): Promise<string> {
  const { text, mentions } = readText(stringOf(message.text) ?? '');
  const found = new Map<string, string>();
  for (const user of mentions) {
    const { name } = await names.profile(user);
    if (name !== null) found.set(user, name);
  }
  return withNames(text, found).trim();
}

async function speaker(message: Json, { names, self }: SlackParts): Promise<string> {
  const user = stringOf(message.user);
  if (user === self.user) return self.name;
  if (user === null) return stringOf(message.username) ?? 'bot';
  return (await names.profile(user)).name ?? user;
}
