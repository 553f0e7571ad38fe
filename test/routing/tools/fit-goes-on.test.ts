import { expect, test } from 'vitest';
import { createGoesOn, createGoesOnReader } from '../../../src/routing/followup/goes-on.ts';
import { fitGoesOn, type GoesOnExample } from '../../../src/routing/tools/fit-goes-on.ts';

const read = createGoesOnReader();

function examples(texts: readonly string[], goesOn: boolean): GoesOnExample[] {
  return texts.map((text) => ({ buckets: read(text), goesOn, weight: 1 }));
}

const SHOWN = [
  ...examples(['shorter please', 'even shorter', 'a bit shorter', 'make it shorter'], true),
  ...examples(['who wrote Hamlet', 'who painted Guernica', 'who built Petra', 'who won in 1966'], false),
];

test('it tells what it was shown apart, and words of both kinds in new messages', () => {
  const goesOn = createGoesOn(fitGoesOn(SHOWN));
  expect(goesOn('much shorter now')).toBeGreaterThan(0);
  expect(goesOn('who composed Carmen')).toBeLessThan(0);
});

test('the same examples give the same weights', () => {
  expect(fitGoesOn(SHOWN)).toEqual(fitGoesOn(SHOWN));
});

test('an example without weight changes nothing but the order', () => {
  const mute = examples(['who said shorter'], true).map((one) => ({ ...one, weight: 0 }));
  const goesOn = createGoesOn(fitGoesOn([...SHOWN, ...mute]));
  expect(goesOn('much shorter now')).toBeGreaterThan(0);
  expect(goesOn('who composed Carmen')).toBeLessThan(0);
});

test('without examples nothing is known of any text', () => {
  expect(createGoesOn(fitGoesOn([]))('shorter')).toBe(0);
});
