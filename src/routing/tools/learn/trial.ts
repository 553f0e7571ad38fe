import { LABELS } from '../../labels.ts';
import { softmax } from '../../softmax.ts';
import type { Weights } from '../../weights.ts';
import { accuracy, expectedCalibrationError, type Outcome } from '../metrics.ts';
import { TOLERANCE } from '../regression.ts';
import { adapt, type BucketShares, type LearntExample, logitsOf, STRENGTHS } from './adapt.ts';

/** With fewer texts, right and wrong would be chance. */
export const EXAMPLES_LEAST = 5;
const FOLDS = 5;

/** A labelled message by its features. */
export interface Known {
  readonly label: number;
  readonly buckets: Uint32Array;
}

export interface TrialParts {
  readonly base: Weights;
  readonly shares: BucketShares;
  readonly examples: readonly LearntExample[];
  /** Never learnt from. */
  readonly evaluation: readonly Known[];
}

/** How one set of weights does. */
export interface Standing {
  readonly evaluation: readonly Outcome[];
  /** Each judged by weights that did not learn from it. */
  readonly examples: readonly Outcome[];
  /** Share of the examples that is right, by weight. */
  readonly examplesRight: number;
}

export interface Trial {
  readonly before: Standing;
  /** Of the weights that are taken over, else of the last that were tried. */
  readonly after: Standing;
  /** Null: the base holds its ground. */
  readonly weights: Weights | null;
  readonly strength: number;
  /** Why nothing is taken over; null when it is. */
  readonly refused: string | null;
}

/**
 * Learns the examples, the strongest first, until the weights are no worse on the evaluation than the base (in accuracy;
 * in calibration by no more than a point) and better on examples that they have not learnt.
 *
 * @param parts with `EXAMPLES_LEAST` examples at least
 */
export function tryOut(parts: TrialParts): Trial {
  const { base, evaluation, examples, shares } = parts;
  const before = standing(parts, base, () => base);
  const attempts = STRENGTHS.map((strength) => () => {
    const folds = Array.from({ length: Math.min(FOLDS, examples.length) }, (_, fold) =>
      adapt(
        base,
        examples.filter((_, i) => i % FOLDS !== fold),
        shares,
        strength,
      ),
    );
    const weights = adapt(base, examples, shares, strength);
    const after = standing({ evaluation, examples }, weights, (i) => folds[i % FOLDS] ?? base);
    return { before, after, weights, strength, refused: refusal(before, after) };
  });
  let last: Trial = { before, after: before, weights: null, strength: 0, refused: null };
  for (const attempt of attempts) {
    last = attempt();
    if (last.refused === null) return last;
  }
  return { ...last, weights: null };
}

/** Why the weights may not take over, in a sentence for the operator; null when they may. */
export function refusal(before: Standing, after: Standing): string | null {
  if (accuracy(after.evaluation) < accuracy(before.evaluation)) return 'it is worse on the evaluation';
  const [was, is] = [before, after].map(({ evaluation }) => expectedCalibrationError(evaluation));
  if ((is ?? 0) > (was ?? 0) + TOLERANCE) return 'its confidence means less on the evaluation';
  return after.examplesRight > before.examplesRight
    ? null
    : 'it is not better on corrected messages that it has not seen';
}

function standing(
  { evaluation, examples }: Pick<TrialParts, 'evaluation' | 'examples'>,
  weights: Weights,
  unseen: (example: number) => Weights,
): Standing {
  const judged = examples.map((example, i) => judge(unseen(i), example));
  const weigh = (those: readonly LearntExample[]) => those.reduce((sum, { weight }) => sum + weight, 0);
  const right = examples.filter((_, i) => judged[i]?.label === judged[i]?.predicted);
  return {
    evaluation: evaluation.map((known) => judge(weights, known)),
    examples: judged,
    examplesRight: weigh(right) / (weigh(examples) || 1),
  };
}

/** What the classifier makes of a labelled message with these weights. */
export function judge(weights: Weights, { buckets, label }: Known): Outcome {
  const probabilities = softmax(logitsOf(weights, buckets), weights.temperature);
  const confidence = Math.max(...probabilities);
  return {
    label: LABELS[label] ?? 'general',
    predicted: LABELS[probabilities.indexOf(confidence)] ?? 'general',
    confidence,
  };
}
