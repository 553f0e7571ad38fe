import type { ChatMessage } from '../experts/engine.ts';
import type { Layout, Profile, PromptParts } from '../experts/profiles/profile.ts';
import { IMAGE_TOKENS, promptTokenBound, textTokenBound } from '../experts/token-bound.ts';
import type { LanguageCode } from '../translation/languages.ts';
import type { StoredTurn } from './context.ts';
import { askForJson, type JsonForm } from './json-answer.ts';
import { askForJsonPart } from './json-part/ask.ts';
import type { ExpertName } from './types.ts';

/** The message being answered, as the prompt needs it. */
export interface Question {
  readonly author: string | null;
  readonly shared: boolean;
  readonly text: string;
  /** The same for models of single questions; absent = `text`. */
  readonly bare?: string;
  readonly expert: ExpertName;
  /** The language that is set for the answer; absent or null = that of the question. */
  readonly answerIn?: LanguageCode | null;
  /** Data URIs. */
  readonly images: readonly string[];
  /** The same was answered before, and another answer is wanted. */
  readonly again?: boolean;
  /** The answer is to be JSON. */
  readonly json?: JsonForm;
}

/**
 * What a prompt is made of; the profile of the model that gets it decides the form.
 *
 * @param tellForm false: the model is too small to be told how an answer with a JSON part looks, and would write
 * nothing else; it is then asked for that part by itself
 */
export function promptParts(
  summary: string | null,
  turns: readonly StoredTurn[],
  question: Question,
  persona: string | null = null,
  tellForm = true,
): PromptParts {
  const { answerIn = null, author, expert, images, json, shared } = question;
  const told = (by: ExpertName, words: string) => (tellForm ? askForJsonPart(by, words) : words);
  const text = json === undefined ? told(expert, question.text) : askForJson(question.text, json);
  return {
    shared,
    persona,
    ...(json !== undefined && { json: true }),
    summary,
    turns: turns.map((turn) => ({
      // As when it was the question, so that the prompt begins like the one before.
      text: spoken(turn.author, shared, told(turn.receipt.route.expert, turn.text)),
      bare: turn.text,
      expert: turn.receipt.route.expert,
      answer: turn.receipt.response,
      unfinished: turn.receipt.finish !== 'stop',
      answerIn: turn.answerIn ?? null,
    })),
    question: { text: spoken(author, shared, text), bare: question.bare ?? text, expert, answerIn, images },
  };
}

function spoken(author: string | null, shared: boolean, text: string): string {
  // On one line: a display name with a line break could play another speaker.
  return shared && author !== null ? `${author.replace(/\s+/g, ' ')}: ${text}` : text;
}

type PictureSize = Pick<Profile, 'imageTokens'>;

/** An upper bound of a prompt's tokens, whichever form it has. */
export function layoutTokenBound(layout: Layout, profile: PictureSize = {}): number {
  const { messages, raw } = layout;
  if (raw !== undefined) return textTokenBound(raw);
  return promptTokenBound(withoutImages(messages)) + imageTokens(layout, profile);
}

/** An upper bound of what the pictures of a prompt take, in tokens. */
export function imageTokens(
  { messages }: Pick<Layout, 'messages'>,
  { imageTokens: each = IMAGE_TOKENS }: PictureSize,
): number {
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return each * parts.filter(({ type }) => type === 'image_url').length;
}

/** The words alone. */
export function withoutImages(messages: readonly ChatMessage[]): ChatMessage[] {
  return messages.map(({ role, content }) => {
    if (typeof content === 'string') return { role, content };
    const words = content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    return { role, content: words.join('\n') };
  });
}
