import { isRecord, type Json, numberOf, stringOf } from '../json.ts';
import type { FileReference } from './origin.ts';

/** The updates that are asked for, by name: what is not here is never sent, whatever Telegram's default becomes. */
export const ALLOWED_UPDATES = [
  'message',
  'edited_message',
  'callback_query',
  'stopped_message_generation',
] as const;

/** Somebody who wrote or pressed something. */
export interface Person {
  readonly id: number;
  readonly name: string;
  /** Of their app, like `zh-hans`; null when Telegram does not tell. */
  readonly locale: string | null;
}

/** A span of the text that Telegram has marked; offsets in UTF-16 code units. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  /** Of a `text_mention`. */
  readonly user: number | null;
}

/** A message that a person wrote. */
export interface Posted {
  readonly chat: number;
  /** The person and the bot alone. */
  readonly direct: boolean;
  /** Its id in the chat; of an ephemeral one `ephemeral` is set, whose ids are apart. */
  readonly id: number;
  readonly ephemeral: boolean;
  /** Topic of a forum or of a private chat; a thread of replies is none. */
  readonly topic: number | null;
  readonly from: Person;
  /** Text or caption. */
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly files: readonly FileReference[];
  readonly repliedTo: Replied | null;
}

/** The message that one is a reply to. */
export interface Replied {
  readonly id: number;
  readonly from: number | null;
  readonly text: string;
  readonly files: readonly FileReference[];
}

/** A button that was pressed. */
export interface Pressed {
  readonly id: string;
  readonly from: Person;
  readonly data: string;
  readonly chat: number;
  readonly direct: boolean;
  readonly topic: number | null;
}

/** What an update means to us. */
export type Incoming =
  | { readonly kind: 'posted'; readonly posted: Posted }
  /** `version` tells the edits of a message apart. */
  | { readonly kind: 'edited'; readonly posted: Posted; readonly version: string }
  | { readonly kind: 'pressed'; readonly pressed: Pressed }
  /** Telegram's own stop button under a draft. */
  | {
      readonly kind: 'stopped';
      readonly chat: number;
      readonly topic: number | null;
      readonly draft: number;
    };

/** Reads an update. Unknown ones, and what bots wrote, are null: two bots would answer each other for ever. */
export function readUpdate(update: Json): Incoming | null {
  const { callback_query: query, edited_message: edited, message, stopped_message_generation: stop } = update;
  if (isRecord(message)) {
    const posted = readMessage(message);
    return posted && { kind: 'posted', posted };
  }
  if (isRecord(edited)) {
    const posted = readMessage(edited);
    return posted && { kind: 'edited', posted, version: String(update.update_id) };
  }
  if (isRecord(query)) {
    const pressed = readQuery(query);
    return pressed && { kind: 'pressed', pressed };
  }
  if (isRecord(stop) && isRecord(stop.chat)) {
    const chat = numberOf(stop.chat.id);
    const draft = numberOf(stop.draft_id);
    if (chat === null || draft === null) return null;
    return { kind: 'stopped', chat, topic: numberOf(stop.message_thread_id), draft };
  }
  return null;
}

function readMessage(message: Json): Posted | null {
  const from = isRecord(message.from) ? readPerson(message.from) : null;
  const place = readPlace(message);
  const ephemeralId = numberOf(message.ephemeral_message_id);
  const id = ephemeralId ?? numberOf(message.message_id);
  // What a linked channel posts comes in the name of Telegram itself.
  if (from === null || place === null || id === null || message.is_automatic_forward === true) return null;
  const files = readFiles(message);
  const text = stringOf(message.text) ?? stringOf(message.caption) ?? '';
  if (text === '' && files.length === 0) return null;
  return {
    ...place,
    id,
    ephemeral: ephemeralId !== null,
    from,
    text,
    entities: readEntities(message.entities ?? message.caption_entities),
    files,
    repliedTo: isRecord(message.reply_to_message) ? readReplied(message.reply_to_message) : null,
  };
}

function readPlace(message: Json): Pick<Posted, 'chat' | 'direct' | 'topic'> | null {
  const { chat } = message;
  const id = isRecord(chat) ? numberOf(chat.id) : null;
  if (!isRecord(chat) || id === null || chat.type === 'channel') return null;
  const topic = message.is_topic_message === true ? numberOf(message.message_thread_id) : null;
  return { chat: id, direct: chat.type === 'private', topic };
}

function readPerson(user: Json): Person | null {
  const id = numberOf(user.id);
  if (id === null || user.is_bot === true) return null;
  const name = [user.first_name, user.last_name].map(stringOf).filter(Boolean).join(' ');
  return { id, name: name || (stringOf(user.username) ?? String(id)), locale: stringOf(user.language_code) };
}

function readReplied(message: Json): Replied | null {
  const id = numberOf(message.message_id);
  if (id === null) return null;
  return {
    id,
    from: isRecord(message.from) ? numberOf(message.from.id) : null,
    text: stringOf(message.text) ?? stringOf(message.caption) ?? '',
    files: readFiles(message),
  };
}

function readQuery(query: Json): Pressed | null {
  const { data, from, id, message } = query;
  const person = isRecord(from) ? readPerson(from) : null;
  const place = isRecord(message) ? readPlace(message) : null;
  if (person === null || place === null || typeof id !== 'string') return null;
  return { id, from: person, data: stringOf(data) ?? '', ...place };
}

function readEntities(entities: unknown): Entity[] {
  if (!Array.isArray(entities)) return [];
  return entities.filter(isRecord).flatMap(({ length, offset, type, user }) => {
    if (typeof type !== 'string' || typeof offset !== 'number' || typeof length !== 'number') return [];
    return [{ type, offset, length, user: isRecord(user) ? numberOf(user.id) : null }];
  });
}

/** A photo comes in several sizes, of which the greatest is meant. */
function readFiles({ document, photo }: Json): FileReference[] {
  const sizes = Array.isArray(photo) ? photo.filter(isRecord) : [];
  const largest = sizes.toSorted((one, other) => areaOf(other) - areaOf(one))[0];
  const found: FileReference[] = [];
  if (largest !== undefined) found.push(...toReference(largest, 'photo.jpg', 'image/jpeg'));
  if (isRecord(document)) found.push(...toReference(document, 'file', 'application/octet-stream'));
  return found;
}

function areaOf({ height, width }: Json): number {
  return (numberOf(height) ?? 0) * (numberOf(width) ?? 0);
}

function toReference(file: Json, name: string, mime: string): FileReference[] {
  const id = stringOf(file.file_id);
  if (id === null) return [];
  return [
    {
      id,
      name: stringOf(file.file_name) ?? name,
      mime: (stringOf(file.mime_type) ?? mime).toLowerCase(),
      sizeBytes: numberOf(file.file_size) ?? 0,
    },
  ];
}
