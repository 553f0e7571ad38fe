import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nearest } from '../../src/config/nearest.ts';

const NAMES = ['STORE_URL', 'INBOX_URL', 'PORT'];

test.each([
  ['STORE_URL', 'STORE_URL'],
  ['STORE_UR', 'STORE_URL'],
  ['STORES_URL', 'STORE_URL'],
  ['STROE_URL', 'STORE_URL'],
  ['STORE_URI', 'STORE_URL'],
  ['QUEUE', null],
  ['', null],
])('for %s, %s was meant', (word, meant) => {
  expect(nearest(word, NAMES, 2)).toBe(meant);
});

test('one slip is always found', () => {
  fc.assert(
    fc.property(fc.constantFrom(...NAMES), fc.nat(), fc.constantFrom('A', 'é', '_', ''), (name, at, put) => {
      const index = at % name.length;
      expect(nearest(name.slice(0, index) + put + name.slice(index + 1), NAMES, 1)).toBe(name);
    }),
  );
});
