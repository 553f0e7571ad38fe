import { conversationKey } from '../../src/conversation/key.ts';
import type { ConversationKey, Message } from '../../src/conversation/types.ts';

/** The key of a test conversation. */
export function conversation(name: string): ConversationKey {
  return conversationKey('telegram', '@', name);
}

/** A message of that conversation; its id is `telegram:ID`. */
export function message(name: string, id: string | number, text = `text of ${id}`): Message {
  return {
    id: `telegram:${id}`,
    platform: 'telegram',
    conversation: conversation(name),
    author: { id: '7', name: 'Ada' },
    shared: false,
    text,
    attachments: [{ name: 'a.png', mime: 'image/png', data: 'AAAA' }],
    forced: 'math',
  };
}
