import type { DiscordParts } from '../parts.ts';
import { isRecord, type Json, records, stringOf } from '../payload.ts';
import { nameOf, wordsOf } from './events.ts';
import { readText } from './incoming-text.ts';
import type { Origin } from './origin.ts';

/** Of a thread's earlier messages. */
const MESSAGES_MAX = 20;
/** How far up a chain of replies is read. */
const CHAIN_MAX = 5;
const CHARACTERS_MAX = 6_000;

/**
 * What was said in a thread before a message, a line for each, so that a conversation that begins there knows what it
 * is about: the message that it hangs on first. Null when there is nothing, or it cannot be read.
 */
export async function earlierInThread(
  { channel }: Pick<Origin, 'channel'>,
  before: string,
  parts: DiscordParts,
  signal: AbortSignal,
): Promise<string | null> {
  const query = new URLSearchParams({ before, limit: String(MESSAGES_MAX) });
  const [thread, page] = await Promise.all([
    parts.places.channel(channel),
    parts.rest.get(`/channels/${channel}/messages`, { query }, signal).catch(() => []),
  ]);
  // A thread's id is that of the message that it was begun from.
  const parent = thread?.parent ?? null;
  const root = parent === null ? null : await read(parent, channel, parts, signal);
  const question = root === null ? null : await repliedBy(root, parts, signal);
  const all = [question, root, ...records(page).toReversed()].filter((message) => message !== null);
  return inLines(all, parts);
}

/** What a message replies to, and what that replies to, the oldest first. Null when it cannot be read. */
export async function chainAbove(
  start: { readonly channel: string; readonly id: string },
  parts: DiscordParts,
  signal: AbortSignal,
): Promise<string | null> {
  const chain: Json[] = [];
  let next: Json | null = await read(start.channel, start.id, parts, signal);
  while (next !== null && chain.length < CHAIN_MAX) {
    chain.unshift(next);
    next = await repliedBy(next, parts, signal);
  }
  return inLines(chain, parts);
}

async function repliedBy(message: Json, parts: DiscordParts, signal: AbortSignal): Promise<Json | null> {
  if (isRecord(message.referenced_message)) return message.referenced_message;
  const { message_reference: reference } = message;
  if (!isRecord(reference)) return null;
  const channel = stringOf(reference.channel_id);
  const id = stringOf(reference.message_id);
  return channel === null || id === null ? null : read(channel, id, parts, signal);
}

async function read(
  channel: string,
  id: string,
  { rest }: DiscordParts,
  signal: AbortSignal,
): Promise<Json | null> {
  const found = await rest.get(`/channels/${channel}/messages/${id}`, {}, signal).catch(() => null);
  return isRecord(found) ? found : null;
}

function inLines(messages: readonly Json[], { places, self }: DiscordParts): string | null {
  const lines = messages.flatMap((message) => {
    const users = new Map(
      records(message.mentions).flatMap((one) => [
        [stringOf(one.id) ?? '', nameOf(one, null) ?? ''] as const,
      ]),
    );
    const channels = { get: (id: string) => places.channelName(id) ?? undefined } as ReadonlyMap<
      string,
      string
    >;
    const text = readText(wordsOf(message), { users, channels }).trim();
    return text === '' ? [] : [`${speaker(message, self)}: ${text}`];
  });
  const whole = lines.join('\n');
  if (whole === '') return null;
  return whole.length > CHARACTERS_MAX ? `${whole.slice(0, CHARACTERS_MAX)}\n[…]` : whole;
}

function speaker({ author }: Json, self: DiscordParts['self']): string {
  if (!isRecord(author)) return '?';
  if (author.id === self.user) return self.name;
  return nameOf(author, null) ?? String(author.id);
}
