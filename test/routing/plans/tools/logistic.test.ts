import { expect, test } from 'vitest';
import { thresholdFor } from '../../../../src/routing/plans/tools/cross-validate.ts';
import { fitLogistic, type LogisticExample, logitOf } from '../../../../src/routing/plans/tools/logistic.ts';

/** Yes where the second term is there, mostly; the third says nothing. */
const EXAMPLES: readonly LogisticExample[] = Array.from({ length: 200 }, (_, i) => ({
  terms: [1, i % 2, i % 3 === 0 ? 1 : 0],
  yes: i % 20 === 0 ? i % 2 === 0 : i % 2 === 1,
  weight: 1,
}));

test('what tells yes from no gets the weight, what does not gets hardly any', () => {
  const [, telling = 0, idle = 0] = fitLogistic(EXAMPLES);
  expect(telling).toBeGreaterThan(2);
  expect(Math.abs(idle)).toBeLessThan(0.5);
  expect(logitOf([1, 1, 0], fitLogistic(EXAMPLES))).toBeGreaterThan(0);
  expect(logitOf([1, 0, 0], fitLogistic(EXAMPLES))).toBeLessThan(0);
});

test('the same examples give the same weights', () => {
  expect(fitLogistic(EXAMPLES)).toEqual(fitLogistic(EXAMPLES));
});

test('over the threshold lies at most the share that is allowed', () => {
  const logits = Array.from({ length: 100 }, (_, i) => i);
  const threshold = thresholdFor(logits, 0.05);
  expect(logits.filter((logit) => logit > threshold)).toHaveLength(5);
  expect(thresholdFor([], 0.05)).toBe(0);
});
