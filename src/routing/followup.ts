import type { ExpertName } from '../conversation/types.ts';
import { probabilities, TERMS, termsOf } from './followup/model.ts';
import fitted from './followup/weights.json' with { type: 'json' };
import { LABELS, type Label, type LabelScores } from './labels.ts';

const WEIGHTS = TERMS.map((term) => fitted.weights[term]);

/**
 * The classifier's scores once it is known who answered last: probabilities that sum to 1, fitted to labelled dialogues.
 * Thanks and follow-ups raise the last expert, a message with a subject of its own hardly. After an answer about an image
 * they stay as they are: without one, vision has nothing to say. Pure, in bounded time, never throws.
 */
export function scoreInConversation(
  text: string,
  scores: LabelScores,
  lastExpert: ExpertName | null,
): LabelScores {
  const last = LABELS.find((label) => label === lastExpert);
  if (last === undefined) return scores;
  const adjusted = probabilities(termsOf(text, scores, last), WEIGHTS);
  return Object.fromEntries(LABELS.map((label, c) => [label, adjusted[c] ?? 0])) as Record<Label, number>;
}
