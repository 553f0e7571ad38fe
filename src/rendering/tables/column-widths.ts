/**
 * The columns' widths within `total`: those that are narrower than their share stay as they are, the wide ones
 * share the rest evenly, but none gets less than `least` (or than it needs), even when the sum then passes `total`.
 *
 * @param natural what each column needs on one line, in the unit of the others
 */
export function columnWidths(natural: readonly number[], total: number, least: number): number[] {
  const widths = [...natural];
  const narrowFirst = natural.map((_, index) => index).sort((a, b) => (natural[a] ?? 0) - (natural[b] ?? 0));
  let rest = total;
  for (const [place, column] of narrowFirst.entries()) {
    const share = Math.max(least, rest / (natural.length - place));
    const width = Math.min(natural[column] ?? 0, share);
    widths[column] = width;
    rest -= width;
  }
  return widths;
}
