import type { ExpertName } from '../conversation/types.ts';
import type { Before } from './followup/before.ts';
import { type GoesOn, goesOn } from './followup/goes-on.ts';
import { probabilities, TERMS, termsOf } from './followup/model.ts';
import fitted from './followup/weights.json' with { type: 'json' };
import { LABELS, type Label, type LabelScores } from './labels.ts';

/** The weights of `TERMS`, and what one of the terms is made of. */
export interface FollowUpModel {
  readonly weights: readonly number[];
  readonly goesOn: GoesOn;
}

const FITTED: FollowUpModel = { weights: TERMS.map((term) => fitted.weights[term]), goesOn };

/**
 * The classifier's scores once it is known who answered last, and to what: probabilities that sum to 1, fitted to
 * labelled dialogues. Thanks and follow-ups raise the last expert, a message with a subject of its own hardly. After an
 * answer about an image they stay as they are: without one, vision has nothing to say. Pure, in bounded time, never throws.
 * @param before null when the last question is not known
 */
export function scoreInConversation(
  text: string,
  scores: LabelScores,
  lastExpert: ExpertName | null,
  before: Before | null = null,
  model: FollowUpModel = FITTED,
): LabelScores {
  const last = LABELS.find((label) => label === lastExpert);
  if (last === undefined) return scores;
  const adjusted = probabilities(termsOf(text, scores, last, model.goesOn(text), before), model.weights);
  return Object.fromEntries(LABELS.map((label, c) => [label, adjusted[c] ?? 0])) as Record<Label, number>;
}
