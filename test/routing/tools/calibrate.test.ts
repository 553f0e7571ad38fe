import { expect, test } from 'vitest';
import { fitTemperature, reheat } from '../../../src/routing/tools/calibrate.ts';

/** `count` predictions that say `confidence` of one of two classes, `right` of them truly. */
function predictions(confidence: number, count: number, right: number) {
  return Array.from({ length: count }, (_, i) => ({
    probabilities: [confidence, 1 - confidence],
    label: i < right ? 0 : 1,
  }));
}

test('predictions that are too sure are cooled to what they are right about', () => {
  const judged = predictions(0.95, 100, 80);
  const temperature = fitTemperature(judged);
  expect(temperature).toBeGreaterThan(1);
  expect(reheat([0.95, 0.05], temperature)[0]).toBeCloseTo(0.8, 2);
});

test('predictions that are not sure enough are sharpened', () => {
  const temperature = fitTemperature(predictions(0.6, 100, 90));
  expect(reheat([0.6, 0.4], temperature)[0]).toBeCloseTo(0.9, 2);
});

test('calibrated predictions stay as they are, and so does nothing at all', () => {
  expect(fitTemperature(predictions(0.8, 100, 80))).toBeCloseTo(1, 2);
  expect(fitTemperature([])).toBe(1);
});

test('a probability of zero is survived', () => {
  expect(reheat([1, 0], 2)).toEqual([1, expect.closeTo(0, 6)]);
});
