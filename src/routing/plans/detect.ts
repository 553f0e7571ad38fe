import type { ExpertName } from '../../conversation/types.ts';
import type { Classifier } from '../labels.ts';
import { expertsOf, gather, isChinese, termsOf } from './model.ts';
import fitted from './weights.json' with { type: 'json' };

const WEIGHTS: Readonly<Record<string, number>> = fitted.weights;

/** A message as far as it is known before anybody has read it. */
export interface Mixture {
  readonly text: string;
  /** Pictures are attached. */
  readonly pictures: boolean;
}

/**
 * The experts that a message seems to need together, the likeliest first; null for what one can do alone. Cheap: most
 * messages are for one expert, and none of those may pay for the others.
 */
export type DetectSeveral = (message: Mixture) => readonly ExpertName[] | null;

/**
 * Finds them in English and Chinese; messages in other languages are left to one expert. Pure, in bounded time whatever
 * the length, never throws. Weights and threshold are fitted (NOTE.md).
 */
export function createDetector(classifier: Classifier): DetectSeveral {
  return ({ pictures, text }) => {
    const evidence = gather(text, pictures, classifier);
    if (evidence === null) return null;
    let logit = 0;
    for (const [name, value] of Object.entries(termsOf(evidence))) logit += value * (WEIGHTS[name] ?? 0);
    const { chinese, other } = fitted.thresholds;
    return logit < (isChinese(evidence.reading.asked) ? chinese : other) ? null : expertsOf(evidence);
  };
}
