import { conversationKey } from '../../../src/conversation/key.ts';
import type { Speaks } from '../../../src/conversation/settings.ts';
import type { ConversationKey } from '../../../src/conversation/types.ts';
import type { Self } from '../parts.ts';
import type { Posted } from './events.ts';
import { commandAt, namesBot } from './incoming-text.ts';

/** Where something is written: a chat, or a topic in it. */
export type Place = Pick<Posted, 'chat' | 'topic'>;

/** The conversation that a place belongs to (contract §4). */
export function conversationOf({ chat, topic }: Place): ConversationKey {
  return conversationKey('telegram', '@', String(chat), topic === null ? undefined : String(topic));
}

/** The bot is spoken to: alone, by name, by a reply to it, or by a command of its own. */
export function isCalled(posted: Posted, self: Self, isCommand: (name: string) => boolean): boolean {
  const command = commandAt(posted);
  if (command?.bot != null && command.bot.toLowerCase() !== self.name.toLowerCase()) return false;
  if (posted.direct || namesBot(posted, self) || posted.repliedTo?.from === self.id) return true;
  if (command === null) return false;
  // A name that several bots of a group may have: Telegram brings it to all of them.
  return command.bot !== null || isCommand(command.name);
}

/** Whether a message in which the bot is not called is meant for it all the same. */
export function isMeant(posted: Posted, speaks: Speaks): boolean {
  return speaks === 'always' && commandAt(posted) === null && posted.repliedTo === null;
}
