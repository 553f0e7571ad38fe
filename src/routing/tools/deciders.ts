import { readBefore } from '../followup/before.ts';
import { scoreInConversation } from '../followup.ts';
import type { Judge } from '../judge/judge.ts';
import { type Classifier, LABELS, type LabelScores, topLabel } from '../labels.ts';
import { createRouter } from '../router.ts';
import type { Router } from '../types.ts';
import type { DecideTurn } from './walk-dialogues.ts';

const never = new AbortController().signal;

/** The likeliest label, however unsure. */
export function byClassifier(classifier: Classifier): DecideTurn {
  return async (text, last, question) => {
    const before = last === null ? null : readBefore(classifier, question, text);
    return likeliest(scoreInConversation(text, classifier(text), last, before));
  };
}

/** The router as it runs: rules, classifier, and where the classifier is unsure the judge, if there is one. */
export function byRouter(classifier: Classifier, threshold: number, judge: Judge | null = null): DecideTurn {
  const router: Router = createRouter({ classifier, threshold, judge });
  return async (text, lastExpert, lastQuestion = null) => {
    const state = { lastExpert, lastQuestion, pinned: null };
    const { confidence, expert } = await router({ text, forced: null, attachments: [], state }, never);
    return { predicted: LABELS.find((label) => label === expert) ?? 'general', confidence };
  };
}

/** The judge alone, asked about every message. Without a verdict general it is, as sure as a guess among all labels. */
export function byJudge(judge: Judge): DecideTurn {
  return async (text, expert, question) => {
    const earlier = expert === null || !question ? null : { expert, question };
    const verdict = await judge(text, never, earlier);
    return verdict === null
      ? { predicted: 'general', confidence: 1 / LABELS.length }
      : likeliest(verdict.scores);
  };
}

/** The label that leads, as sure as its score. */
export function likeliest(scores: LabelScores): Awaited<ReturnType<DecideTurn>> {
  const predicted = topLabel(scores);
  return { predicted, confidence: scores[predicted] };
}
