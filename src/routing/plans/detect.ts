import type { ExpertName } from '../../conversation/types.ts';
import type { Classifier } from '../labels.ts';

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

export function createDetector(_classifier: Classifier): DetectSeveral {
  return () => null;
}
