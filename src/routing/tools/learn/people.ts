/** What keeps one person from swinging the router for all. */
export const PEOPLE = {
  /** With fewer, what is learnt for all would be the taste of one or two. */
  least: 3,
  /** Texts of one person that count, the latest: nobody floods. */
  textsEach: 50,
  /** The most that one person may weigh among all; with `least` people it can just be kept. */
  share: 1 / 3,
} as const;

/**
 * The most that a person may weigh, so that nobody weighs more than `share` of what all weigh together. Infinity when
 * nobody does anyway; 0 when there are so few people that somebody must.
 *
 * @param counts what each person would weigh
 */
export function weightCap(counts: readonly number[], share: number): number {
  const sorted = counts.toSorted((a, b) => b - a);
  let rest = sorted.reduce((sum, count) => sum + count, 0);
  for (const [capped, largest] of sorted.entries()) {
    // The cap, if just those before this one are held to it: share · (capped · cap + rest) = cap.
    const cap = capped === 0 ? share * rest : (share * rest) / Math.max(0, 1 - capped * share);
    if (largest <= cap * (1 + Number.EPSILON)) return capped === 0 ? Number.POSITIVE_INFINITY : cap;
    rest -= largest;
  }
  return 0;
}
