import { EXPERTS, type ExpertName, type Route } from '../conversation/types.ts';
import { isFollowUp } from './followup.ts';
import { type Classifier, type LabelScores, topLabel } from './labels.ts';
import { decideByRules } from './rules.ts';
import type { Router } from './types.ts';

/** How sure it is that a follow-up stays. Assumed, not measured: the labelled messages are no dialogues. */
const STAY_CONFIDENCE = 0.8;

export interface RouterParts {
  readonly classifier: Classifier;
  /** The confidence, 0..1, from which on the classifier decides (`ROUTER_THRESHOLD`). */
  readonly threshold: number;
}

/**
 * Cheapest first: rules, then a follow-up's last expert, then the classifier where it is sure, else general. `scores`
 * names every expert and sums to 1; `confidence` is the score of the chosen one. Never vision without an image, unless
 * it was asked for by name.
 */
export function createRouter({ classifier, threshold }: RouterParts): Router {
  return (question) => {
    const ruled = decideByRules(question);
    if (ruled !== null) return ruled;

    const scores = classifier(question.text);
    const { lastExpert } = question.state;
    if (lastExpert !== null && lastExpert !== 'vision' && isFollowUp(question.text, scores, threshold)) {
      return stay(lastExpert, scores);
    }

    const expert = topLabel(scores);
    const guess = `looks like ${expert} (${scores[expert].toFixed(2)})`;
    if (scores[expert] >= threshold) return routeTo(expert, 'classifier', scores, guess);
    // A judge, asked when the classifier is unsure, belongs here.
    return routeTo('general', 'default', scores, `not sure: ${guess}, so general answers`);
  };
}

function stay(expert: ExpertName, scores: LabelScores): Route {
  const mixed = EXPERTS.map((name) => {
    const score = (1 - STAY_CONFIDENCE) * scoreOf(scores, name);
    return [name, name === expert ? STAY_CONFIDENCE + score : score];
  });
  return routeTo(
    expert,
    'rule',
    Object.fromEntries(mixed),
    `goes on with the last answer, which ${expert} gave`,
  );
}

function routeTo(
  expert: ExpertName,
  tier: 'rule' | 'classifier' | 'default',
  scores: Partial<Record<ExpertName, number>>,
  reason: string,
): Route {
  const all = Object.fromEntries(EXPERTS.map((name) => [name, scoreOf(scores, name)]));
  return { expert, tier, confidence: scoreOf(scores, expert), scores: all, reason };
}

function scoreOf(scores: Partial<Record<ExpertName, number>>, expert: ExpertName): number {
  return scores[expert] ?? 0;
}
