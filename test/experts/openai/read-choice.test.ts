import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readChoice } from '../../../src/experts/openai/read-choice.ts';

const LABELS = ['A', 'B', 'C'];
const top = (token: string, probability: number) => ({ token, logprob: Math.log(probability) });

test('what begins a label counts for it, with or without a space before it', () => {
  const read = readChoice([top('A', 0.3), top(' A', 0.3), top('B', 0.2), top('The', 0.2)], 'A', LABELS);
  expect(read.kind).toBe('probabilities');
  if (read.kind !== 'probabilities') return;
  expect(read.probabilities.map((p) => Number(p.toFixed(6)))).toEqual([0.75, 0.25, 0]);
});

test('a model whose mind is elsewhere has chosen nothing, whatever its likeliest token', () => {
  expect(readChoice([top('A', 0.3), top('Well', 0.7)], 'A', LABELS)).toEqual({ kind: 'nothing' });
});

test.each([
  ['B', 1],
  [' B', 1],
  ['B.', 1],
  ['(C)', 2],
  ['"A"', 0],
  ['**B**', 1],
])('without log-probabilities %j is the label at %i', (text, index) => {
  expect(readChoice([], text, LABELS)).toEqual({ kind: 'label', index });
});

test.each(['', 'b', 'D', 'Both', 'As', 'ABC', '好'])('and %j is none', (text) => {
  expect(readChoice([], text, LABELS)).toEqual({ kind: 'nothing' });
});

test('whatever a server sends, the result is probabilities, a label or nothing', () => {
  const anything = fc.record({ token: fc.anything(), logprob: fc.anything() });
  fc.assert(
    fc.property(fc.array(anything), fc.string(), (tops, text) => {
      const read = readChoice(tops as { token: string; logprob: number }[], text, LABELS);
      if (read.kind !== 'probabilities') return;
      expect(read.probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
    }),
  );
});
