import type { ExpertName } from '../conversation/types.ts';

/** What a text alone can be told to be; `vision` needs an image and is never guessed. Order = order in the weights. */
export const LABELS = ['general', 'code', 'math', 'translate', 'structured'] as const satisfies ExpertName[];
export type Label = (typeof LABELS)[number];

/** A probability for every label; they sum to 1. */
export type LabelScores = Readonly<Record<Label, number>>;

/** Judges a text by itself, in bounded time, without throwing. Pure: the same text gives the same scores. */
export type Classifier = (text: string) => LabelScores;

/** The label with the highest score; on a tie the earlier one in `LABELS`. */
export function topLabel(scores: LabelScores): Label {
  return LABELS.reduce((best, label) => (scores[label] > scores[best] ? label : best));
}
