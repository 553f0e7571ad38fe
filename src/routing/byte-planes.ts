/**
 * Whole numbers as bytes that compress well: first the lowest byte of each, then the next of each, and so on.
 *
 * @param width bytes a number
 */
export function toPlanes(numbers: ArrayLike<number>, width: number): Uint8Array {
  const bytes = new Uint8Array(numbers.length * width);
  for (let plane = 0; plane < width; plane++) {
    const start = plane * numbers.length;
    for (let i = 0; i < numbers.length; i++) bytes[start + i] = (numbers[i] ?? 0) >>> (8 * plane);
  }
  return bytes;
}

/** The numbers again, unsigned; `bytes` holds `width` planes of the same length. */
export function fromPlanes(bytes: Uint8Array, width: number): Uint32Array {
  const numbers = new Uint32Array(bytes.length / width);
  for (let plane = 0; plane < width; plane++) {
    const start = plane * numbers.length;
    for (let i = 0; i < numbers.length; i++) {
      numbers[i] = (numbers[i] ?? 0) | ((bytes[start + i] ?? 0) << (8 * plane));
    }
  }
  return numbers;
}

/** How much each number is larger than the one before it; for ascending numbers, these are small. */
export function toSteps(numbers: Uint32Array): Uint32Array {
  return numbers.map((number, i) => number - (numbers[i - 1] ?? 0));
}

/** The numbers of which these are the steps. */
export function fromSteps(steps: Uint32Array): Uint32Array {
  const numbers = new Uint32Array(steps.length);
  for (let i = 0; i < steps.length; i++) numbers[i] = (numbers[i - 1] ?? 0) + (steps[i] ?? 0);
  return numbers;
}
