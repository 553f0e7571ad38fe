/** A row of the bench's table: what was measured, and the figure in words. */
export interface Row {
  readonly name: string;
  readonly value: string;
  /** What the figure should be, and whether it is; absent where there is no goal. */
  readonly goal?: { readonly text: string; readonly met: boolean };
}

/** The value that `share` (0..1) of the sorted values do not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);
