import { expect, test } from 'vitest';
import { type GuardedFigures, regressions } from '../../../src/routing/tools/regression.ts';

const EXPECTED: GuardedFigures = { accuracy: 0.92, hard: 0.95, traps: 0.96, ece: 0.02, dialogues: 0.9 };

test('what is as good or better is no regression, nor is one point less', () => {
  expect(regressions(EXPECTED, EXPECTED)).toEqual([]);
  expect(regressions({ accuracy: 1, hard: 1, traps: 1, ece: 0, dialogues: 1 }, EXPECTED)).toEqual([]);
  expect(
    regressions({ accuracy: 0.91, hard: 0.94, traps: 0.95, ece: 0.03, dialogues: 0.89 }, EXPECTED),
  ).toEqual([]);
});

test.each([
  ['accuracy', 0.909],
  ['hard', 0.939],
  ['traps', 0.949],
  ['ece', 0.031],
  ['dialogues', 0.889],
  ['accuracy', Number.NaN],
] as const)('%s at %d is named with what was expected', (name, value) => {
  const [line, ...more] = regressions({ ...EXPECTED, [name]: value }, EXPECTED);
  expect(line).toBe(`${name}: ${value.toFixed(4)}, expected ${EXPECTED[name].toFixed(4)}`);
  expect(more).toEqual([]);
});

test('a figure that nobody expects anything of is a regression, so that the guard cannot be emptied', () => {
  const { hard: _, ...rest } = EXPECTED;
  expect(() => regressions(EXPECTED, rest as GuardedFigures)).toThrow();
});
