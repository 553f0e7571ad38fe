import type { ChatMessage, ContentPart } from '../engine.ts';

/**
 * The messages with the roles user and assistant taking turns, as Llama 2's template demands: neighbours of one role
 * become one message, and an answer before the first question is put to it as what was said earlier.
 */
export function alternating(messages: readonly ChatMessage[]): ChatMessage[] {
  const turns: ChatMessage[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    const opens = last === undefined || last.role === 'system';
    const role = opens && message.role === 'assistant' ? 'user' : message.role;
    if (last?.role !== role) turns.push({ ...message, role });
    else turns[turns.length - 1] = { role, content: joined(last.content, message.content) };
  }
  return turns;
}

function joined(one: ChatMessage['content'], other: ChatMessage['content']): ChatMessage['content'] {
  if (typeof one === 'string' && typeof other === 'string') return `${one}\n\n${other}`;
  return [...toParts(one), ...toParts(other)];
}

function toParts(content: ChatMessage['content']): readonly ContentPart[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
