import { expect, test } from 'vitest';
import { seededRandom } from '../../../../src/routing/tools/random.ts';
import { adamStep, createLearnt, fillEvenly } from '../../../../src/routing/tools/train/adam.ts';

test('the first step goes down by the rate, however steep it is', () => {
  const learnt = createLearnt(3);
  learnt.gradients.set([1000, -0.001, 0]);
  adamStep(learnt, 1, 0.1);
  const [down, up, still] = learnt.values;
  expect(down).toBeCloseTo(-0.1, 3);
  expect(up).toBeCloseTo(0.1, 3);
  expect(still).toBe(0);
});

test('gradients begin anew with each step, and steps lead to the lowest point', () => {
  const learnt = createLearnt(2);
  for (let step = 1; step <= 2000; step++) {
    const [x = 0, y = 0] = learnt.values;
    learnt.gradients[0] = (learnt.gradients[0] ?? 0) + 2 * (x - 3);
    learnt.gradients[1] = (learnt.gradients[1] ?? 0) + 20 * (y + 1);
    adamStep(learnt, step, 0.02);
    expect([...learnt.gradients]).toEqual([0, 0]);
  }
  expect(learnt.values[0]).toBeCloseTo(3, 2);
  expect(learnt.values[1]).toBeCloseTo(-1, 2);
});

test('the numbers at the start lie evenly on both sides of nothing', () => {
  const learnt = createLearnt(4000);
  fillEvenly(learnt, 0.5, seededRandom(1));
  expect(Math.max(...learnt.values.map(Math.abs))).toBeLessThanOrEqual(0.5);
  expect(learnt.values.filter((value) => value > 0).length / 4000).toBeCloseTo(0.5, 1);
});
