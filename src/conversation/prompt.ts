import type { ChatMessage, ContentPart } from '../experts/engine.ts';
import { guided } from '../experts/instructions.ts';
import type { StoredTurn } from './context.ts';
import type { ExpertName } from './types.ts';

/** The message being answered, as the prompt needs it. */
export interface Question {
  readonly author: string | null;
  readonly shared: boolean;
  readonly text: string;
  readonly expert: ExpertName;
  /** Data URIs. */
  readonly images: readonly string[];
}

/**
 * The prompt: static system text (see `systemText`), the summary of what is older, the live turns as they were
 * sent, the question. A turn is rendered from what is stored of it to the same bytes as when it was the question, so each prompt
 * begins with the whole previous one and the server's prefix cache holds.
 */
export function buildPrompt(
  system: string,
  summary: string | null,
  turns: readonly StoredTurn[],
  question: Question,
): ChatMessage[] {
  const { shared } = question;
  const messages: ChatMessage[] = [{ role: 'system', content: systemContent(system, summary) }];
  for (const turn of turns) {
    const { expert } = turn.receipt.route;
    messages.push({ role: 'user', content: userContent(turn.author, shared, turn.text, expert) });
    messages.push({ role: 'assistant', content: turn.receipt.response });
  }
  const text = userContent(question.author, shared, question.text, question.expert);
  messages.push({ role: 'user', content: withImages(text, question.images) });
  return messages;
}

function systemContent(system: string, summary: string | null): string {
  return summary === null ? system : `${system}\n\nWhat was said earlier in this conversation:\n${summary}`;
}

function userContent(author: string | null, shared: boolean, text: string, expert: ExpertName): string {
  const words = guided(expert, text);
  // On one line: a display name with a line break could play another speaker.
  return shared && author !== null ? `${author.replace(/\s+/g, ' ')}: ${words}` : words;
}

export function withImages(text: string, images: readonly string[]): string | ContentPart[] {
  if (images.length === 0) return text;
  const pictures = images.map((url): ContentPart => ({ type: 'image_url', image_url: { url } }));
  return [...pictures, { type: 'text', text }];
}
