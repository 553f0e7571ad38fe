import type { Behaviour } from './behaviour.ts';
import { BOT, type TelegramMessage, type World } from './world.ts';

/** Whether the bot is told of a message: in groups privacy mode keeps most from it. */
export function isDelivered(
  world: World,
  message: TelegramMessage,
  { privacy, mentions, botToBot }: Pick<Behaviour, 'privacy' | 'mentions' | 'botToBot'>,
): boolean {
  const chat = world.chat(message.chat);
  if (chat.closed) return false;
  if (world.user(message.from).bot && !botToBot) return false;
  if (chat.type === 'private' || !privacy || chat.admins.includes(BOT.id)) return true;
  const { text, entities } = message.now;
  const words = entities.map(({ type, offset, length }) => ({
    type,
    word: text.slice(offset, offset + length),
  }));
  const own = `@${BOT.username}`;
  // A command without a name goes to every bot that is there.
  if (words.some(({ type, word }) => type === 'bot_command' && (!word.includes('@') || word.endsWith(own))))
    return true;
  if (mentions && words.some(({ type, word }) => type === 'mention' && word.toLowerCase() === own))
    return true;
  return message.replyTo !== null && world.find(message.chat, message.replyTo)?.from === BOT.id;
}
