import type { Draft } from './receipt.ts';
import type { Asked, VerifyParts } from './verify.ts';
import { canBeTold, isSampled, type Writing, writeAgain } from './verify-repair.ts';
import { translateAgainRequest } from './verify-wording.ts';
import { languageOf } from './wording.ts';

/**
 * A translation made once more. A chat model is told what was wrong. One that takes texts and not words cannot be:
 * then the general expert translates, and where there is none, the same model does anew if it may come to another
 * result. Null when none of them can, or in time.
 */
export async function translateAgain(
  first: Draft,
  { text }: Asked,
  wrong: readonly string[],
  { experts, needs, prepare }: VerifyParts,
  signal: AbortSignal,
): Promise<Draft | null> {
  const told = translateAgainRequest(text, first.text, wrong, languageOf(text));
  const ways: readonly Omit<Writing, 'anyLength'>[] = [
    { expert: first.expert, prepare: (draft) => prepare(told, draft, true), suits: canBeTold },
    { expert: 'general', prepare: (draft) => prepare(told, draft, true), suits: canBeTold },
    {
      expert: first.expert,
      prepare: (draft) => prepare(text, draft, true),
      suits: (seat) => isSampled(seat, 'translate'),
    },
  ];
  for (const way of ways) {
    const second = await writeAgain(first, { ...way, anyLength: true }, experts, needs, signal);
    if (second !== null || signal.aborted) return second;
  }
  return null;
}
