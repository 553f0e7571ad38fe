import { randomUUID } from 'node:crypto';
import { conversationKey } from '../../src/conversation/key.ts';
import type { ConversationKey, ExpertName, Message } from '../../src/conversation/types.ts';

/** The key of a terminal conversation: `terminal:@:ID`. */
export function terminalConversation(id: string): ConversationKey {
  return conversationKey('terminal', '@', id);
}

/** Who types, as the system knows them. */
export function terminalUser(): string {
  return String(process.getuid?.() ?? 'user');
}

export function terminalMessageId(): string {
  return `terminal:${randomUUID()}`;
}

/** One line typed in a terminal as a Message. */
export function receive(text: string, conversation: ConversationKey, forced: ExpertName | null): Message {
  return {
    id: terminalMessageId(),
    platform: 'terminal',
    conversation,
    author: { id: terminalUser(), name: null },
    shared: false,
    text,
    attachments: [],
    forced,
  };
}
