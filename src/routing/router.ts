import { EXPERTS, type ExpertName, type Route } from '../conversation/types.ts';
import { readBefore } from './followup/before.ts';
import { scoreInConversation } from './followup.ts';
import { mix } from './judge/calibration.ts';
import type { Judge } from './judge/judge.ts';
import type { Earlier } from './judge/prompt.ts';
import { type Classifier, LABELS, type Label, type LabelScores, topLabel } from './labels.ts';
import { decideByRules } from './rules.ts';
import type { ConversationState, RouteQuestion, Router } from './types.ts';

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
 * Cheapest first: rules, then the classifier, which knows who answered last and to what, where it is sure, then the judge together
 * with it, else within a conversation the likeliest, else general. `scores` names every expert and sums to 1;
 * `confidence` is the score of the chosen one. Never vision without an image, unless it was asked for by name.
 */
export function createRouter({ classifier, judge = null, note, threshold }: RouterParts): Router {
  async function judged(
    ask: Judge,
    { state, text }: RouteQuestion,
    seen: LabelScores,
    signal: AbortSignal,
  ): Promise<Route> {
    const verdict = await ask(text, signal, earlierOf(state)).catch(() => null);
    if (verdict === null) {
      return undecided(seen, state.lastExpert, `${likeness(seen)}, and the judge gave no verdict`);
    }
    const scores = mix(verdict.scores, seen, verdict.classifierWeight);
    const expert = topLabel(scores);
    const opinion = `the judge (${verdict.model}) takes it for ${rated(expert, scores)}`;
    if (scores[expert] < threshold) {
      note?.('unsure');
      return undecided(scores, state.lastExpert, opinion);
    }
    note?.('decided');
    const before = isFirst(state.lastExpert)
      ? `the words alone look like ${rated(topLabel(seen), seen)}`
      : `in this conversation it ${likeness(seen)}`;
    return routeTo(expert, 'judge', scores, `${before}; ${opinion}`);
  }

  // No async function: what is decided at once is decided before the first promise.
  return (question, signal) => {
    const ruled = decideByRules(question);
    if (ruled !== null) return Promise.resolve(ruled);

    const { lastExpert, lastQuestion } = question.state;
    const words = classifier(question.text);
    const before = isFirst(lastExpert) ? null : readBefore(classifier, lastQuestion, question.text);
    const scores = scoreInConversation(question.text, words, lastExpert, before);
    const alone = decideAlone(words, scores, threshold);
    if (alone !== null) return Promise.resolve(alone);
    return judge === null
      ? Promise.resolve(undecided(scores, lastExpert, likeness(scores)))
      : judged(judge, question, scores, signal);
  };
}

/** What the classifier and the conversation can decide by themselves; null when they are unsure. */
function decideAlone(words: LabelScores, scores: LabelScores, threshold: number): Route | null {
  const expert = topLabel(scores);
  if (scores[expert] < threshold) return null;
  const guess = likeness(scores);
  const reason = expert === topLabel(words) ? guess : `in this conversation it ${guess}`;
  return routeTo(expert, 'classifier', scores, reason);
}

/**
 * A first message goes to general. Within a conversation the likeliest answers, as the scores already weigh who answered
 * last: "now in Python", half code's and half math's, is the one thing that it surely is not, general's. So it is, too,
 * behind a judge that is not sure: asking it in vain must not cost the conversation.
 */
function undecided(scores: LabelScores, lastExpert: ExpertName | null, found: string): Route {
  const expert = isFirst(lastExpert) ? 'general' : topLabel(scores);
  const who = expert === lastExpert ? `${expert} goes on` : `${expert} answers`;
  return routeTo(expert, 'default', scores, `not sure: ${found}, so ${who}`);
}

/** What the judge is told of the turn before; null where there was none, or none that it has a letter for. */
function earlierOf({ lastExpert, lastQuestion }: ConversationState): Earlier | null {
  const expert = LABELS.find((label) => label === lastExpert);
  return expert === undefined || !lastQuestion ? null : { expert, question: lastQuestion };
}

/** Nothing was answered yet that the scores could weigh. */
function isFirst(lastExpert: ExpertName | null): boolean {
  return lastExpert === null || lastExpert === 'vision';
}

function likeness(scores: LabelScores): string {
  return `looks like ${rated(topLabel(scores), scores)}`;
}

function rated(label: Label, scores: LabelScores): string {
  return `${label} (${scores[label].toFixed(2)})`;
}

function routeTo(
  expert: ExpertName,
  tier: 'classifier' | 'judge' | 'default',
  scores: Partial<Record<ExpertName, number>>,
  reason: string,
): Route {
  const all = Object.fromEntries(EXPERTS.map((name) => [name, scoreOf(scores, name)]));
  return { expert, tier, confidence: scoreOf(scores, expert), scores: all, reason };
}

function scoreOf(scores: Partial<Record<ExpertName, number>>, expert: ExpertName): number {
  return scores[expert] ?? 0;
}
