import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PEOPLE, weightCap } from '../../../../src/routing/tools/learn/people.ts';

const THIRD = 1 / 3;
const ROUNDING = 1e-9;

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

test('nobody weighs more than the share, however much one says, and nobody is held back more than that takes', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: PEOPLE.least, maxLength: 40 });
  fc.assert(
    fc.property(counts, (said) => {
      const cap = weightCap(said, THIRD);
      const weights = said.map((count) => Math.min(count, cap));
      const whole = sum(weights);
      expect(Math.max(...weights)).toBeLessThanOrEqual(THIRD * whole + ROUNDING);
      // Who is held back weighs the whole share; nobody else is.
      for (const [i, weight] of weights.entries()) {
        if (weight < (said[i] ?? 0)) expect(weight).toBeGreaterThan(THIRD * whole - 1e-6);
      }
    }),
  );
});

test.each([
  [[10, 10, 10], Number.POSITIVE_INFINITY],
  [[50, 10, 10, 10], 15],
  [[50, 40, 3, 2], 5],
  [[50, 1, 1], 1],
  [[50, 50], 0],
  [[], 0],
])('of %j each may weigh %d', (counts, cap) => {
  expect(weightCap(counts, THIRD)).toBeCloseTo(cap, 9);
});
