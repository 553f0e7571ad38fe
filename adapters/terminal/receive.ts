import { randomUUID } from 'node:crypto';
import { conversationKey } from '../../src/conversation/key.ts';
import type { ConversationKey, ExpertName, Message } from '../../src/conversation/types.ts';

/** The key of a terminal conversation: `terminal:@:ID`. */
export function terminalConversation(id: string): ConversationKey {
  return conversationKey('terminal', '@', id);
}

/** One line typed in a terminal as a Message. */
export function receive(text: string, conversation: ConversationKey, forced: ExpertName | null): Message {
  return {
    id: `terminal:${randomUUID()}`,
    platform: 'terminal',
    conversation,
    author: { id: String(process.getuid?.() ?? 'user'), name: null },
    shared: false,
    text,
    attachments: [],
    forced,
  };
}
