import type { ExpertName } from '../../conversation/types.ts';
import type { ChatMessage, ContentPart } from '../engine.ts';
import type { Layout, PromptParts } from './profile.ts';

export interface ChatStyle {
  /** Static system text; null = none. Volatile facts never stand in it (prefix cache). */
  readonly system: string | null;
  /** The person's text with what the expert is asked beyond it. */
  guide(expert: ExpertName, text: string): string;
}

const SEVERAL_PEOPLE = 'Several people write here; each message starts with the name of its author.';
const SUMMARY = 'What was said earlier in this conversation:';

/**
 * System text, the turns as they were sent, the question. A turn is rendered to the same bytes as when it was the
 * question, so each prompt begins with the whole previous one and the server's prefix cache holds.
 */
export function chatLayout(parts: PromptParts, style: ChatStyle): Layout {
  const { question, shared, summary, turns } = parts;
  const background = summary === null ? null : `${SUMMARY}\n${summary}`;
  const messages: ChatMessage[] = [];
  const system = style.system === null ? null : shared ? `${style.system} ${SEVERAL_PEOPLE}` : style.system;
  if (system !== null) messages.push({ role: 'system', content: join(system, background) });
  for (const { answer, expert, text } of turns) {
    messages.push({ role: 'user', content: style.guide(expert, text) });
    messages.push({ role: 'assistant', content: answer });
  }
  const guided = style.guide(question.expert, question.text);
  // A model without a system role gets the background with the question.
  const text = system === null ? join(background, guided) : guided;
  messages.push({ role: 'user', content: withImages(text, question.images) });
  return { messages };
}

export function withImages(text: string, images: readonly string[]): string | ContentPart[] {
  if (images.length === 0) return text;
  const pictures = images.map((url): ContentPart => ({ type: 'image_url', image_url: { url } }));
  return [...pictures, { type: 'text', text }];
}

function join(...blocks: readonly (string | null)[]): string {
  return blocks.filter((block) => block !== null).join('\n\n');
}
