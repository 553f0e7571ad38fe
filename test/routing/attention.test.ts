import { expect, test } from 'vitest';
import { type Attention, attend, PLACES, placeOf } from '../../src/routing/attention.ts';
import { BUCKETS } from '../../src/routing/features.ts';

const nothing: Attention = { scale: 1, weights: new Int8Array(BUCKETS), places: new Float32Array(PLACES) };

test('clauses of which nothing is known share alike', () => {
  expect(attend(nothing, [Uint32Array.of(1), Uint32Array.of(2)])).toEqual([0.5, 0.5]);
  expect(attend(nothing, [Uint32Array.of()])).toEqual([1]);
});

test('a clause whose features ask gets more, whatever place it stands in', () => {
  const weights = new Int8Array(BUCKETS);
  weights[7] = 3;
  const asks = Uint32Array.of(7, 8, 9, 10);
  const tells = Uint32Array.of(1, 2, 3, 4);
  // The score of the asking clause: 3 units of scale 1 over √4 features.
  const share = Math.exp(1.5) / (1 + Math.exp(1.5));
  expect(attend({ ...nothing, weights }, [tells, asks])[1]).toBeCloseTo(share, 9);
  expect(attend({ ...nothing, weights }, [asks, tells])[0]).toBeCloseTo(share, 9);
});

test('a place counts by itself', () => {
  const places = new Float32Array(PLACES);
  places[placeOf(1, 2)] = Math.log(3);
  expect(attend({ ...nothing, places }, [Uint32Array.of(1), Uint32Array.of(1)])[1]).toBeCloseTo(0.75, 6);
});

test('places tell beginning, middle and end apart, and there is one for every clause of any text', () => {
  expect(new Set([placeOf(0, 1), placeOf(0, 2), placeOf(1, 2), placeOf(5, 12)]).size).toBe(4);
  expect(placeOf(4, 12)).toBe(placeOf(6, 12));
  for (let count = 1; count <= 12; count++) {
    for (let i = 0; i < count; i++) {
      expect(placeOf(i, count)).toBeGreaterThanOrEqual(0);
      expect(placeOf(i, count)).toBeLessThan(PLACES);
    }
  }
});
