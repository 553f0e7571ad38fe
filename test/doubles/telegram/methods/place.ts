import type { Call, Json } from '../call.ts';
import { isObject } from '../call.ts';
import { malformed, Refusal, unavailable } from '../errors.ts';
import type { Button } from '../formatting/parsed.ts';
import { TELEGRAM_TAKES } from '../limits.ts';
import { BOT, type TelegramChat } from '../world.ts';
import type { MethodDeps } from './method.ts';

/** The chat of a call, which the bot may write to. */
export function chatOf({ world }: MethodDeps, { args }: Call): TelegramChat {
  const chat = world.chat(Number(args.chat_id));
  if (!chat.closed) return chat;
  throw new Refusal(
    403,
    chat.type === 'private'
      ? 'Forbidden: bot was blocked by the user'
      : `Forbidden: bot was kicked from the ${chat.type} chat`,
  );
}

/** The topic of a call; null: none, or the general one. */
export function topicOf({ behaviour }: MethodDeps, { args }: Call, chat: TelegramChat): number | null {
  const { message_thread_id: id } = args;
  if (typeof id !== 'number') return null;
  const has = chat.type === 'private' ? behaviour().privateTopics : chat.forum;
  if (!has || !chat.topics.has(id)) throw unavailable('message thread not found');
  return id;
}

/** The message that a call replies to; null: none, or it has gone and that is allowed. */
export function replyOf({ world }: MethodDeps, { args }: Call, chat: TelegramChat): number | null {
  const reply = args.reply_parameters;
  if (!isObject(reply)) return null;
  const id = reply.ephemeral_message_id ?? reply.message_id;
  if (typeof id !== 'number') throw malformed('reply_parameters name no message');
  if (world.find(chat.id, id) !== null) return id;
  if (reply.allow_sending_without_reply === true) return null;
  throw unavailable('message to be replied not found');
}

/** Who alone is to see the message; null: everybody. */
export function receiverOf(deps: MethodDeps, { args, at }: Call, chat: TelegramChat): number | null {
  const parameters = args.ephemeral_message_parameters;
  if (!isObject(parameters)) return null;
  const user = Number(parameters.receiver_user_id);
  // Its words are not known; what is known is that it is refused.
  if (chat.type === 'private') throw malformed('ephemeral messages are for groups only');
  if (!chat.members.includes(user)) throw unavailable('PARTICIPANT_ID_INVALID');
  const last = deps.touched.get(`${chat.id} ${user}`);
  const within = last !== undefined && at - last <= deps.behaviour().ephemeralWithinMs;
  if (!within && !chat.admins.includes(BOT.id)) throw malformed('EPHEMERAL_MESSAGE_FORBIDDEN');
  return user;
}

const ACTIONS = [
  'url',
  'callback_data',
  'web_app',
  'login_url',
  'switch_inline_query',
  'switch_inline_query_current_chat',
  'switch_inline_query_chosen_chat',
  'copy_text',
  'callback_game',
  'pay',
];

/** The inline keyboard of a call; empty when there is none. */
export function keyboardOf({ args }: Call): readonly (readonly Button[])[] {
  const markup = args.reply_markup;
  if (!isObject(markup) || !Array.isArray(markup.inline_keyboard)) return [];
  const rows = (markup.inline_keyboard as Json[][]).map((row) => row.map(button));
  if (rows.flat().length > TELEGRAM_TAKES.keyboardButtons) throw malformed('REPLY_MARKUP_TOO_LONG');
  return rows.filter((row) => row.length > 0);
}

function button(button: Json): Button {
  if (String(button.text ?? '').trim() === '')
    throw malformed("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  const actions = ACTIONS.filter((name) => button[name] !== undefined);
  if (actions.length !== 1) throw malformed('inline keyboard button must have exactly one action');
  const data = button.callback_data;
  if (data !== undefined && (data === '' || Buffer.byteLength(String(data)) > 64))
    throw malformed('BUTTON_DATA_INVALID');
  return { text: String(button.text), data: data === undefined ? null : String(data) };
}
