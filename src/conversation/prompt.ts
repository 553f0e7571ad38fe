import type { Layout, Profile, PromptParts } from '../experts/profiles/profile.ts';
import { promptTokenBound, textTokenBound } from '../experts/token-bound.ts';
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

/** What a prompt is made of; the profile of the model that gets it decides the form. */
export function promptParts(
  summary: string | null,
  turns: readonly StoredTurn[],
  question: Question,
): PromptParts {
  const { author, expert, images, shared, text } = question;
  return {
    shared,
    summary,
    turns: turns.map((turn) => ({
      text: spoken(turn.author, shared, turn.text),
      bare: turn.text,
      expert: turn.receipt.route.expert,
      answer: turn.receipt.response,
      unfinished: turn.receipt.finish !== 'stop',
    })),
    question: { text: spoken(author, shared, text), bare: text, expert, images },
  };
}

function spoken(author: string | null, shared: boolean, text: string): string {
  // On one line: a display name with a line break could play another speaker.
  return shared && author !== null ? `${author.replace(/\s+/g, ' ')}: ${text}` : text;
}

/** An upper bound of a prompt's tokens, whichever form it has. */
export function layoutTokenBound({ messages, raw }: Layout): number {
  return raw === undefined ? promptTokenBound(messages) : textTokenBound(raw);
}

/** What the pictures of a prompt may take beyond what bounds and counts reckon for them, in tokens. */
export function imageExtraTokens({ messages }: Layout, { imageExtraTokens: each = 0 }: Profile): number {
  if (each === 0) return 0;
  const parts = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content));
  return each * parts.filter(({ type }) => type === 'image_url').length;
}
