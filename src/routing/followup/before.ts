import type { Classifier, LabelScores } from '../labels.ts';

/** How much of the last question is looked at, in UTF-16 units. */
export const QUESTION_CHARS = 2000;
/** Of these the classifier reads so much: what a question is about stands at its beginning, and each unit costs time. */
const CLASSIFIED_CHARS = 600;

/** What was asked before a message, and what the classifier makes of it. */
export interface Before {
  readonly question: string;
  /** The scores of the question's beginning. */
  readonly asked: LabelScores;
  /** The scores of that and the message, read as one text. */
  readonly joint: LabelScores;
}

/** Null when nothing is known of the last question. Two calls of the classifier. */
export function readBefore(
  classify: Classifier,
  question: string | null | undefined,
  text: string,
): Before | null {
  if (question == null || question.trim() === '') return null;
  const bounded = question.slice(0, QUESTION_CHARS);
  const beginning = bounded.slice(0, CLASSIFIED_CHARS);
  return {
    question: bounded,
    asked: classify(beginning),
    joint: classify(`${beginning}\n${text}`),
  };
}
