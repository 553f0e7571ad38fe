import type { Classifier, LabelScores } from '../labels.ts';

/** How much of the last question is looked at, in UTF-16 units. */
export const QUESTION_CHARS = 2000;
/** Of these so much is read together with the message, which has to fit behind it. */
const JOINT_CHARS = 1000;

/** What was asked before a message, and what the classifier makes of it. */
export interface Before {
  readonly question: string;
  /** The scores of the question alone. */
  readonly asked: LabelScores;
  /** The scores of the question and the message, read as one text. */
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
  return {
    question: bounded,
    asked: classify(bounded),
    joint: classify(`${bounded.slice(0, JOINT_CHARS)}\n${text}`),
  };
}
