import { isRecord, type Json, records, stringOf } from '../payload.ts';
import type { FileReference } from './origin.ts';

/** Who the bot is. */
export interface Self {
  readonly user: string;
  readonly application: string;
  readonly name: string;
}

/** A message that another one replies to, as far as Discord tells it along. */
export interface Referenced {
  readonly channel: string;
  readonly id: string;
  readonly author: string;
  readonly text: string;
  readonly files: readonly FileReference[];
}

/** A message that a person wrote, before anything is looked up. */
export interface Posted {
  readonly channel: string;
  /** Null in a direct message. */
  readonly guild: string | null;
  readonly id: string;
  readonly user: string;
  readonly name: string;
  /** As Discord sends it, with its marks. Empty where the bot may not read it. */
  readonly text: string;
  readonly files: readonly FileReference[];
  /** Users that are mentioned, by a mark or by a reply to them: id and name. */
  readonly mentions: ReadonlyMap<string, string>;
  /** Roles of the author, for who may change settings. */
  readonly roles: readonly string[];
  /** Null when it replies to nothing, or to what is not told. */
  readonly referenced: Referenced | null;
}

/** What an event means to us; null: nothing. */
export type Incoming =
  | { readonly kind: 'posted'; readonly posted: Posted }
  /** `version` tells each edit apart. */
  | { readonly kind: 'edited'; readonly posted: Posted; readonly version: string }
  | {
      readonly kind: 'deleted';
      readonly channel: string;
      readonly guild: string | null;
      readonly ids: readonly string[];
    };

/** Default, Reply; all others are joins, pins, boosts and the like [DD]. */
const WRITTEN = new Set([0, 19]);

/** Reads a dispatch of the gateway (`t` and `d`). Unknown events and what bots wrote are null. */
export function readEvent(t: string, d: unknown, self: Self): Incoming | null {
  if (!isRecord(d)) return null;
  switch (t) {
    case 'MESSAGE_CREATE': {
      const posted = readMessage(d, self);
      return posted && { kind: 'posted', posted };
    }
    case 'MESSAGE_UPDATE': {
      // Link previews change a message, too, without a time of editing.
      const edited = stringOf(d.edited_timestamp);
      const posted = edited === null ? null : readMessage(d, self);
      return posted && { kind: 'edited', posted, version: String(Date.parse(edited ?? '')) };
    }
    case 'MESSAGE_DELETE':
      return deleted(d, [d.id]);
    case 'MESSAGE_DELETE_BULK':
      return deleted(d, Array.isArray(d.ids) ? d.ids : []);
    default:
      return null;
  }
}

function deleted(d: Json, ids: readonly unknown[]): Incoming | null {
  const channel = stringOf(d.channel_id);
  if (channel === null) return null;
  const known = ids.filter((id) => typeof id === 'string');
  return { kind: 'deleted', channel, guild: stringOf(d.guild_id), ids: known };
}

/**
 * A message of the gateway or of REST; null for what no person wrote.
 *
 * @param guild where a message of REST is from, which does not say
 */
export function readMessage(d: Json, self: Self, guild: string | null = stringOf(d.guild_id)): Posted | null {
  const { author, member } = d;
  const channel = stringOf(d.channel_id);
  const id = stringOf(d.id);
  if (channel === null || id === null || !isRecord(author)) return null;
  const user = stringOf(author.id);
  // Our own words, and those of any bot or webhook: two bots in a channel would answer each other for ever.
  if (user === null || user === self.user || author.bot === true || d.webhook_id !== undefined) return null;
  if (typeof d.type === 'number' && !WRITTEN.has(d.type)) return null;
  const referenced = isRecord(d.referenced_message) ? readReferenced(d.referenced_message) : null;
  return {
    channel,
    guild,
    id,
    user,
    name: nameOf(author, isRecord(member) ? member : null) ?? user,
    text: typeof d.content === 'string' ? d.content : '',
    files: readFiles(d.attachments, { channel, id }),
    mentions: new Map(
      records(d.mentions).flatMap((one) => {
        const mentioned = stringOf(one.id);
        const name = nameOf(one, isRecord(one.member) ? one.member : null);
        return mentioned === null ? [] : [[mentioned, name ?? mentioned] as const];
      }),
    ),
    roles: isRecord(member) && Array.isArray(member.roles) ? member.roles.map(String) : [],
    referenced,
  };
}

/** A message of anybody, ours too, that is replied to or was chosen in a menu. */
export function readReferenced(d: Json): Referenced | null {
  const channel = stringOf(d.channel_id);
  const id = stringOf(d.id);
  if (channel === null || id === null) return null;
  const author = isRecord(d.author) ? stringOf(d.author.id) : null;
  return {
    channel,
    id,
    author: author ?? '',
    text: wordsOf(d),
    files: readFiles(d.attachments, { channel, id }),
  };
}

/** All that can be read in a message, that of its embeds with it. */
export function wordsOf(d: Json): string {
  const embeds = records(d.embeds).flatMap(({ description, title, type }) =>
    // Previews of links are no words of the author's.
    type === undefined || type === 'rich' ? [stringOf(title), stringOf(description)] : [],
  );
  return [stringOf(d.content), ...embeds].filter((text) => text !== null).join('\n\n');
}

/** What a user is called in a guild, else everywhere. */
export function nameOf(user: Json, member: Json | null): string | null {
  return stringOf(member?.nick) ?? stringOf(user.global_name) ?? stringOf(user.username);
}

/** @param message where they stand; null: in a command */
export function readFiles(
  attachments: unknown,
  message: { readonly channel: string; readonly id: string } | null,
): FileReference[] {
  return records(attachments).flatMap((file) => {
    const id = stringOf(file.id);
    const url = stringOf(file.url);
    if (id === null || url === null) return [];
    const mime = (stringOf(file.content_type) ?? 'application/octet-stream').split(';')[0] ?? '';
    return [
      {
        id,
        name: stringOf(file.filename) ?? id,
        mime: mime.trim().toLowerCase(),
        sizeBytes: typeof file.size === 'number' ? file.size : 0,
        url,
        message,
      },
    ];
  });
}
