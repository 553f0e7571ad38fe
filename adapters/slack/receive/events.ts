import { isRecord, type Json, stringOf } from '../payload.ts';
import type { FileReference } from './origin.ts';

/** Who the bot is in this workspace, from `auth.test`. */
export interface Self {
  readonly user: string;
  readonly bot: string;
  readonly team: string;
  readonly name: string;
}

/** A message that a person wrote, before anything is looked up. */
export interface Posted {
  readonly channel: string;
  /** Slack's own word; group DMs (`mpim`) count as shared. */
  readonly direct: boolean;
  readonly ts: string;
  /** Root of the thread that it stands in; null in the main flow. */
  readonly thread: string | null;
  readonly user: string;
  /** Home workspace of the user. */
  readonly team: string;
  /** As Slack sends it: mrkdwn with entities. */
  readonly text: string;
  readonly files: readonly FileReference[];
  /** The user who wrote the thread's root, where Slack tells. */
  readonly parentUser: string | null;
  /** It is certain that the bot was named, whatever the text says. */
  readonly mention: boolean;
}

/** What an event means to us; null: nothing. */
export type Incoming =
  | { readonly kind: 'posted'; readonly posted: Posted }
  /** `version` is the time stamp of the edit: each edit is told apart. */
  | { readonly kind: 'edited'; readonly posted: Posted; readonly version: string }
  | {
      readonly kind: 'deleted';
      readonly channel: string;
      readonly ts: string;
      readonly thread: string | null;
    }
  /** The native stop button. */
  | {
      readonly kind: 'stopped';
      readonly channel: string;
      readonly thread: string;
      readonly user: string;
    };

/** Kinds of new message that a person writes; all others are joins, topics and the like. */
const WRITTEN = new Set([undefined, 'file_share', 'thread_broadcast', 'me_message']);

/** Reads an envelope of the Events API (`body.event`). Unknown events and what bots wrote are null. */
export function readEvent(body: Json, self: Self): Incoming | null {
  const { event } = body;
  if (!isRecord(event)) return null;
  switch (event.type) {
    case 'app_mention':
      return written(event, event, self, true);
    case 'message':
      return readMessage(event, self);
    case 'agent_session_stopped': {
      const { channel, thread_ts: thread, user } = event;
      if (typeof channel !== 'string' || typeof thread !== 'string' || typeof user !== 'string') return null;
      return { kind: 'stopped', channel, thread, user };
    }
    default:
      return null;
  }
}

function readMessage(event: Json, self: Self): Incoming | null {
  if (event.subtype === 'message_changed') return readChange(event, self);
  if (event.subtype === 'message_deleted') {
    const { channel, deleted_ts: ts, previous_message: previous } = event;
    if (typeof channel !== 'string' || typeof ts !== 'string') return null;
    return { kind: 'deleted', channel, ts, thread: isRecord(previous) ? threadOf(previous, ts) : null };
  }
  return written(event, event, self, false);
}

/** Slack tells of a change for unfurls, too, and for what we edit ourselves: only another text is an edit. */
function readChange(event: Json, self: Self): Incoming | null {
  const { channel, message, previous_message: previous } = event;
  if (typeof channel !== 'string' || !isRecord(message)) return null;
  const ts = stringOf(message.ts);
  // A root with replies is not removed but emptied.
  if (message.subtype === 'tombstone' && ts !== null) return { kind: 'deleted', channel, ts, thread: null };
  if (isRecord(previous) && previous.text === message.text) return null;
  const read = written(message, event, self, false);
  if (read?.kind !== 'posted') return null;
  const edited = isRecord(message.edited) ? stringOf(message.edited.ts) : null;
  return { kind: 'edited', posted: read.posted, version: edited ?? stringOf(event.ts) ?? read.posted.ts };
}

/** @param around the event that tells where the message stands: itself, or the change */
function written(message: Json, around: Json, self: Self, mention: boolean): Incoming | null {
  const { user, ts, subtype } = message;
  const channel = stringOf(around.channel);
  if (channel === null || typeof ts !== 'string' || typeof user !== 'string') return null;
  if (!WRITTEN.has(subtype as string | undefined)) return null;
  // Our own words, and those of any bot: two bots in a channel would answer each other for ever.
  if (user === self.user || user === 'USLACKBOT') return null;
  if (stringOf(message.bot_id) !== null || isRecord(message.bot_profile)) return null;
  const posted: Posted = {
    channel,
    direct: around.channel_type === 'im' || around.channel_type === 'app_home' || /^D/.test(channel),
    ts,
    thread: threadOf(message, ts),
    user,
    team: stringOf(message.user_team) ?? stringOf(message.team) ?? self.team,
    text: stringOf(message.text) ?? '',
    files: readFiles(message.files),
    parentUser: stringOf(message.parent_user_id),
    mention,
  };
  return { kind: 'posted', posted };
}

/** The thread's root; null for the root itself, which carries its own time stamp once it has replies. */
function threadOf({ thread_ts: thread }: Json, ts: string): string | null {
  return typeof thread === 'string' && thread !== ts ? thread : null;
}

function readFiles(files: unknown): FileReference[] {
  if (!Array.isArray(files)) return [];
  return files.filter(isRecord).flatMap((file) => {
    const reference = toFileReference(file);
    return reference === null ? [] : [reference];
  });
}

/** A file object of an event or of `files.info`. */
export function toFileReference(file: Json): FileReference | null {
  const id = stringOf(file.id);
  if (id === null) return null;
  // Slack Connect shows no more than the id until it is asked for.
  const hidden = file.file_access === 'check_file_info';
  return {
    id,
    name: stringOf(file.name) ?? stringOf(file.title) ?? id,
    mime: (stringOf(file.mimetype) ?? 'application/octet-stream').toLowerCase(),
    sizeBytes: typeof file.size === 'number' ? file.size : 0,
    url: hidden ? null : (stringOf(file.url_private_download) ?? stringOf(file.url_private)),
  };
}
