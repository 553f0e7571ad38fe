import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTableReader, tables } from '../../src/routing/tables.ts';

const floats = fc.float32Array({ maxLength: 20 });
const signed = fc.int8Array({ maxLength: 20 });
const numbers = fc.uint32Array({ maxLength: 20 });

test('tables come back as they were written, from the middle of a larger buffer as well', () => {
  fc.assert(
    fc.property(floats, signed, numbers, (some, others, more) => {
      const bytes = Buffer.concat([
        Uint8Array.of(1, 2, 3),
        tables.floats(some),
        tables.signed(others),
        tables.planes(more, 4),
      ]);
      const read = createTableReader(bytes.subarray(1), 2);
      expect(read.floats(some.length)).toEqual(some);
      expect(read.signed(others.length)).toEqual(others);
      expect(read.planes(more.length, 4)).toEqual(more);
      expect(read.left()).toBe(0);
    }),
  );
});

test('a table that is cut short is said, whatever its kind', () => {
  const read = () => createTableReader(new Uint8Array(7), 0);
  expect(() => read().floats(2)).toThrow(RangeError);
  expect(() => read().signed(8)).toThrow(RangeError);
  expect(() => read().planes(2, 4)).toThrow(RangeError);
  expect(read().floats(1)).toHaveLength(1);
});
