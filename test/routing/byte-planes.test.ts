import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromPlanes, fromSteps, toPlanes, toSteps } from '../../src/routing/byte-planes.ts';

const whole = (most: number) => fc.array(fc.integer({ min: 0, max: most }));

test('numbers come back from their planes', () => {
  fc.assert(
    fc.property(whole(0xffffffff), (numbers) => {
      expect([...fromPlanes(toPlanes(numbers, 4), 4)]).toEqual(numbers);
    }),
  );
  fc.assert(
    fc.property(whole(0xffff), (numbers) => {
      expect([...fromPlanes(toPlanes(numbers, 2), 2)]).toEqual(numbers);
    }),
  );
});

test('ascending numbers come back from their steps', () => {
  fc.assert(
    fc.property(whole(0xffffffff), (numbers) => {
      const ascending = Uint32Array.from(numbers).sort();
      expect(fromSteps(toSteps(ascending))).toEqual(ascending);
    }),
  );
});

test('the lowest bytes stand first', () => {
  expect([...toPlanes([0x0201, 0x0403], 2)]).toEqual([0x01, 0x03, 0x02, 0x04]);
});
