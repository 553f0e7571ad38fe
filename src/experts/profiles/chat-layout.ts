import type { ExpertName } from '../../conversation/types.ts';
import { namesOf } from '../../translation/languages.ts';
import type { ChatMessage, ContentPart } from '../engine.ts';
import type { Layout, PromptParts, Spoken } from './profile.ts';

export interface ChatStyle {
  /** Static system text; null = the model has no system role. Volatile facts never stand in it (prefix cache). */
  readonly system: string | null;
  /** Who the model is, before the rest of the system text: a persona takes its place. */
  readonly identity?: string;
  /** The person's text with what the expert is asked beyond it. */
  guide(expert: ExpertName, text: string): string;
}

type Asked = Pick<Spoken, 'answerIn' | 'expert' | 'text'>;

const SEVERAL_PEOPLE = 'Several people write here; each message starts with the name of its author.';
const SUMMARY = 'What was said earlier in this conversation:';

/**
 * System text, the turns as they were sent, the question. A turn is rendered to the same bytes as when it was the
 * question, so each prompt begins with the whole previous one and the server's prefix cache holds.
 */
export function chatLayout(parts: PromptParts, style: ChatStyle): Layout {
  const { question, summary, turns } = parts;
  const background = summary === null ? null : `${SUMMARY}\n${summary}`;
  const messages: ChatMessage[] = [];
  const system = systemText(parts, style);
  if (system !== null) messages.push({ role: 'system', content: join(system, background) });
  for (const turn of turns) {
    messages.push({ role: 'user', content: asked(turn, style) });
    messages.push({ role: 'assistant', content: turn.answer });
  }
  const guided = asked(question, style);
  // A model without a system role gets persona and background with the question.
  const text = system === null ? join(parts.persona ?? null, background, guided) : guided;
  messages.push({ role: 'user', content: withImages(text, question.images) });
  return { messages };
}

/** Null for a model that has no system role. */
function systemText({ persona = null, shared }: PromptParts, style: ChatStyle): string | null {
  const { identity, system } = style;
  if (system === null) return null;
  const rest = [system, shared ? SEVERAL_PEOPLE : ''].filter(Boolean).join(' ');
  if (persona !== null) return [persona, rest].filter(Boolean).join('\n\n');
  return [identity, rest].filter(Boolean).join(' ');
}

/**
 * A message as the model is asked it. The language stands with the message, not in the system text: it stays there
 * when another is set, so that the beginning of the prompt is the same.
 */
function asked({ answerIn = null, expert, text }: Asked, style: ChatStyle): string {
  const guided = style.guide(expert, text);
  if (answerIn === null) return guided;
  const { english } = namesOf(answerIn);
  // Behind the text it would be translated as well.
  return expert === 'translate'
    ? `Translate into ${english}.\n\n${guided}`
    : `${guided}\n\nAnswer in ${english}.`;
}

export function withImages(text: string, images: readonly string[]): string | ContentPart[] {
  if (images.length === 0) return text;
  const pictures = images.map((url): ContentPart => ({ type: 'image_url', image_url: { url } }));
  return [...pictures, { type: 'text', text }];
}

function join(...blocks: readonly (string | null)[]): string {
  return blocks.filter((block) => block !== null).join('\n\n');
}
