import type { Json } from './call.ts';
import type { Button } from './formatting/parsed.ts';
import {
  BOT,
  type Content,
  type TelegramChat,
  type TelegramFile,
  type TelegramMessage,
  type TelegramUser,
  type World,
} from './world.ts';

/** Ids of ephemeral messages are apart from those of others. */
export const EPHEMERAL_FROM = 900_000_000;
export const isEphemeral = ({ id }: Pick<TelegramMessage, 'id'>): boolean => id >= EPHEMERAL_FROM;

export function userObject({ id, username, firstName, bot, language }: TelegramUser): Json {
  return { id, is_bot: bot, first_name: firstName, username, ...(!bot && { language_code: language }) };
}

export function chatObject({ id, type, title, forum }: TelegramChat): Json {
  if (type === 'private') return { id, type, first_name: title };
  return { id, type, title, ...(forum && { is_forum: true }) };
}

/** A message as the Bot API tells it, with the one it replies to, one level deep. */
export function messageObject(world: World, message: TelegramMessage, deep = true): Json {
  const chat = world.chat(message.chat);
  const reply = message.replyTo === null ? null : world.find(message.chat, message.replyTo);
  const ephemeral = isEphemeral(message);
  const receiver = message.from === BOT.id ? message.onlyFor : BOT.id;
  return {
    message_id: ephemeral ? 0 : message.id,
    ...(ephemeral && {
      ephemeral_message_id: message.id,
      receiver_user: userObject(world.user(receiver ?? BOT.id)),
    }),
    from: userObject(world.user(message.from)),
    chat: chatObject(chat),
    date: message.date,
    ...(message.editDate !== null && { edit_date: message.editDate }),
    ...threadOf(world, message, chat),
    ...(deep && reply !== null && { reply_to_message: messageObject(world, reply, false) }),
    ...contentObject(message.now),
    ...(message.now.keyboard.length > 0 && {
      reply_markup: { inline_keyboard: message.now.keyboard.map((row) => row.map(buttonObject)) },
    }),
  };
}

/** In a supergroup without topics a reply names its thread, too; it is no topic, and nothing can be sent to it. */
function threadOf(world: World, message: TelegramMessage, chat: TelegramChat): Json {
  if (message.topic !== null) return { message_thread_id: message.topic, is_topic_message: true };
  if (chat.type !== 'supergroup' || chat.forum || message.replyTo === null) return {};
  let root = message.replyTo;
  for (let next = world.find(chat.id, root); next?.replyTo != null; next = world.find(chat.id, root))
    root = next.replyTo;
  return { message_thread_id: root };
}

function contentObject({ kind, text, entities, file }: Content): Json {
  if (kind === 'rich') return { rich_message: { blocks: [{ type: 'paragraph', text }] } };
  if (kind === 'text') return { text, ...(entities.length > 0 && { entities }) };
  return {
    ...(file !== null && fileFields(file)),
    ...(text !== '' && { caption: text }),
    ...(entities.length > 0 && { caption_entities: entities }),
  };
}

function fileFields({ id, uniqueId, name, mime, content, photo }: TelegramFile): Json {
  const base = { file_id: id, file_unique_id: uniqueId, file_size: content.length };
  if (!photo) return { document: { ...base, file_name: name, mime_type: mime } };
  const small = { ...base, file_id: `${id}-s`, file_unique_id: `${uniqueId}-s`, width: 90, height: 90 };
  return { photo: [small, { ...base, width: 1_280, height: 1_280 }] };
}

const buttonObject = ({ text, data }: Button): Json =>
  data === null ? { text, url: 'https://t.me/' } : { text, callback_data: data };
