import { fitLogistic, type LogisticExample, logitOf } from './logistic.ts';

const FOLDS = 5;

/** A message that is fitted to; null terms: told by its words alone to be for one. */
export interface Sample {
  readonly terms: readonly number[] | null;
  readonly yes: boolean;
  readonly weight: number;
  readonly chinese: boolean;
}

/** Every sample's logit by weights that never saw it; minus infinity where the words alone decide. */
export function crossValidate(samples: readonly Sample[]): number[] {
  const logits = new Array<number>(samples.length).fill(Number.NEGATIVE_INFINITY);
  for (let fold = 0; fold < FOLDS; fold++) {
    const weights = fitLogistic(examplesOf(samples.filter((_, i) => i % FOLDS !== fold)));
    for (const [i, { terms }] of samples.entries()) {
      if (i % FOLDS === fold && terms !== null) logits[i] = logitOf(terms, weights);
    }
  }
  return logits;
}

export function examplesOf(samples: readonly Sample[]): LogisticExample[] {
  return samples.flatMap(({ terms, weight, yes }) => (terms === null ? [] : [{ terms, weight, yes }]));
}

/** The least logit over which at most this share of the values lies. */
export function thresholdFor(logits: readonly number[], share: number): number {
  const highest = logits.toSorted((a, b) => b - a);
  return highest[Math.floor(share * highest.length)] ?? 0;
}
