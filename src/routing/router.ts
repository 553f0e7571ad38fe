import { EXPERTS, type ExpertName, type Route } from '../conversation/types.ts';
import { isFollowUp } from './followup.ts';
import { mix } from './judge/calibration.ts';
import type { Judge } from './judge/judge.ts';
import { type Classifier, type Label, type LabelScores, topLabel } from './labels.ts';
import { decideByRules } from './rules.ts';
import type { RouteQuestion, Router } from './types.ts';

/** How sure it is that a follow-up stays. Assumed, not measured: the labelled messages are no dialogues. */
const STAY_CONFIDENCE = 0.8;

export interface RouterParts {
  readonly classifier: Classifier;
  /** The confidence, 0..1, from which on the classifier or the judge decides (`ROUTER_THRESHOLD`). */
  readonly threshold: number;
  /** Asked where the classifier is unsure; null or absent where no model can play it. */
  readonly judge?: Judge | null;
  /** Told of every verdict. */
  readonly note?: (outcome: 'decided' | 'unsure') => void;
}

/**
 * Cheapest first: rules, then a follow-up's last expert, then the classifier where it is sure, then the judge together
 * with it, else general. `scores` names every expert and sums to 1; `confidence` is the score of the chosen one. Never
 * vision without an image, unless it was asked for by name.
 */
export function createRouter({ classifier, judge = null, note, threshold }: RouterParts): Router {
  async function judged(ask: Judge, text: string, seen: LabelScores, signal: AbortSignal): Promise<Route> {
    const verdict = await ask(text, signal).catch(() => null);
    if (verdict === null) return unsure(seen, 'and the judge gave no verdict');
    const scores = mix(verdict.scores, seen, verdict.classifierWeight);
    const expert = topLabel(scores);
    const opinion = `the judge (${verdict.model}) takes it for ${rated(expert, scores)}`;
    if (scores[expert] < threshold) {
      note?.('unsure');
      return routeTo('general', 'default', scores, `not sure: ${opinion}, so general answers`);
    }
    note?.('decided');
    return routeTo(
      expert,
      'judge',
      scores,
      `the words alone look like ${rated(topLabel(seen), seen)}; ${opinion}`,
    );
  }

  // No async function: what is decided at once is decided before the first promise.
  return (question, signal) => {
    const ruled = decideByRules(question);
    if (ruled !== null) return Promise.resolve(ruled);

    const scores = classifier(question.text);
    const alone = decideAlone(question, scores, threshold);
    if (alone !== null) return Promise.resolve(alone);
    return judge === null
      ? Promise.resolve(unsure(scores, null))
      : judged(judge, question.text, scores, signal);
  };
}

/** What the classifier and the conversation can decide by themselves; null when they are unsure. */
function decideAlone({ state, text }: RouteQuestion, scores: LabelScores, threshold: number): Route | null {
  const { lastExpert } = state;
  if (lastExpert !== null && lastExpert !== 'vision' && isFollowUp(text, scores, threshold)) {
    return stay(lastExpert, scores);
  }
  const expert = topLabel(scores);
  if (scores[expert] < threshold) return null;
  return routeTo(expert, 'classifier', scores, `looks like ${rated(expert, scores)}`);
}

function unsure(scores: LabelScores, more: string | null): Route {
  const guess = `looks like ${rated(topLabel(scores), scores)}`;
  const reason = [`not sure: ${guess}`, more, 'so general answers']
    .filter((part) => part !== null)
    .join(', ');
  return routeTo('general', 'default', scores, reason);
}

function rated(label: Label, scores: LabelScores): string {
  return `${label} (${scores[label].toFixed(2)})`;
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
  tier: 'rule' | 'classifier' | 'judge' | 'default',
  scores: Partial<Record<ExpertName, number>>,
  reason: string,
): Route {
  const all = Object.fromEntries(EXPERTS.map((name) => [name, scoreOf(scores, name)]));
  return { expert, tier, confidence: scoreOf(scores, expert), scores: all, reason };
}

function scoreOf(scores: Partial<Record<ExpertName, number>>, expert: ExpertName): number {
  return scores[expert] ?? 0;
}
