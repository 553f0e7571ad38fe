import { fromPlanes, toPlanes } from './byte-planes.ts';

const FLOAT_BYTES = 4;

/** Numbers as the bytes of a file: floats little-endian, whole numbers in planes (byte-planes.ts) or in a byte each. */
export const tables = {
  floats(values: Iterable<number>): Uint8Array {
    const all = [...values];
    const view = new DataView(new ArrayBuffer(FLOAT_BYTES * all.length));
    for (const [i, value] of all.entries()) view.setFloat32(FLOAT_BYTES * i, value, true);
    return new Uint8Array(view.buffer);
  },
  planes: toPlanes,
  signed({ buffer, byteOffset, length }: Int8Array): Uint8Array {
    return new Uint8Array(buffer, byteOffset, length);
  },
};

/** Reads tables one after another, in the order in which they were written. */
export interface TableReader {
  floats(length: number): Float32Array;
  /** @param width bytes a number */
  planes(length: number, width: number): Uint32Array;
  /** Not copied. */
  signed(length: number): Int8Array;
  /** The bytes behind what was read. */
  left(): number;
}

/**
 * @param at where the first table begins
 * @throws RangeError from each of its functions where the bytes end before the table does
 */
export function createTableReader(bytes: Uint8Array, at: number): TableReader {
  let next = at;
  const take = (length: number) => {
    if (next + length > bytes.length) throw new RangeError('the table is cut short');
    next += length;
    return bytes.subarray(next - length, next);
  };
  return {
    floats(length) {
      const { buffer, byteOffset } = take(FLOAT_BYTES * length);
      const view = new DataView(buffer, byteOffset);
      return Float32Array.from({ length }, (_, i) => view.getFloat32(FLOAT_BYTES * i, true));
    },
    planes: (length, width) => fromPlanes(take(length * width), width),
    signed(length) {
      const { buffer, byteOffset } = take(length);
      return new Int8Array(buffer, byteOffset, length);
    },
    left: () => bytes.length - next,
  };
}
