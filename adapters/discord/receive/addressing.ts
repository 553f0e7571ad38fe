import { conversationKey } from '../../../src/conversation/key.ts';
import type { Speaks } from '../../../src/conversation/settings.ts';
import type { ConversationKey } from '../../../src/conversation/types.ts';
import type { Posted, Self } from './events.ts';
import { speaksToOther } from './incoming-text.ts';

/** Where something is written: a channel, a thread (which is a channel of its own), or a direct message. */
export interface Place {
  readonly channel: string;
  /** Null in a direct message. */
  readonly guild: string | null;
}

/** The conversation that a place belongs to (contract §4). */
export function conversationOf({ channel, guild }: Place): ConversationKey {
  return conversationKey('discord', guild ?? '@me', channel);
}

/** The bot is named, replied to, or alone with the person. */
export function isCalled({ guild, mentions }: Posted, self: Self): boolean {
  return guild === null || mentions.has(self.user);
}

/**
 * Whether a message in which the bot is not called is meant for it all the same.
 *
 * @param inThread it stands in a thread that the bot is in
 */
export function isMeant(posted: Posted, self: Self, speaks: Speaks, inThread: boolean): boolean {
  if (speaks === 'mention' || speaksToOther(posted.text, self.user)) return false;
  return speaks === 'always' || inThread;
}
