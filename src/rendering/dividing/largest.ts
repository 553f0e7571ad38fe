/**
 * The largest count for which something fits, by doubling and halving, so that what is tried is never much
 * larger than what fits.
 *
 * @param fits once false, false for all larger counts
 * @returns 0 when not even one fits
 */
export function largest(count: number, fits: (count: number) => boolean): number {
  let fitting = 0;
  let failing = count + 1;
  for (let next = 1; next < failing; next = Math.min(next * 2, count)) {
    if (!fits(next)) failing = next;
    else fitting = next;
    if (next === count) break;
  }
  while (failing - fitting > 1) {
    const middle = (fitting + failing) >> 1;
    if (fits(middle)) fitting = middle;
    else failing = middle;
  }
  return fitting;
}
