import { conversationKey } from '../../../src/conversation/key.ts';
import type { Speaks } from '../../../src/conversation/settings.ts';
import type { ConversationKey } from '../../../src/conversation/types.ts';
import type { Posted, Self } from './events.ts';
import { namesUser, speaksToOther } from './incoming-text.ts';

/** Where something is written: a channel, or a thread in it. A DM is one conversation, its threads included. */
export interface Place {
  readonly channel: string;
  readonly direct: boolean;
  readonly thread: string | null;
}

/** The conversation that a place belongs to (contract §4). */
export function conversationOf(team: string, { channel, direct, thread }: Place): ConversationKey {
  return conversationKey('slack', team, channel, direct || thread === null ? undefined : thread);
}

/** The bot is called by name, or alone with the person. */
export function isCalled(posted: Posted, self: Self): boolean {
  return posted.direct || posted.mention || namesUser(posted.text, self.user);
}

/**
 * Whether a message in which the bot is not called is meant for it all the same.
 *
 * @param inThread the bot has written in this thread, or was called in it
 */
export function isMeant(posted: Posted, self: Self, speaks: Speaks, inThread: boolean): boolean {
  if (speaks === 'mention' || speaksToOther(posted.text, self.user)) return false;
  return speaks === 'always' || (posted.thread !== null && inThread);
}
