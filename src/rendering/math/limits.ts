/** What one formula may cost. Generous for what models write, small for a chat server. */
export const MATH_LIMITS = {
  /** Longer source is refused: a formula of a whole page is below 2,000 characters. */
  sourceCharacters: 5_000,
  /** Braces within braces; MathJax needs a second and more for thousands, to overflow its stack. */
  depth: 100,
  /** MathJax needs 2–30 ms for a formula, some 300 ms when it starts. */
  deadlineMs: 5_000,
  /** The drawing instructions of one formula; a page of it has some 300 KB. */
  svgCharacters: 1_000_000,
  /** Formulas that wait for the worker; then `busy`. */
  waiting: 64,
  /** MathJax keeps some 70 KB of each formula, so the worker is replaced now and then. */
  formulasPerWorker: 500,
  /** Heap of the worker, which needs some 60 MB. */
  heapMb: 256,
} as const;

export type MathLimits = { readonly [K in keyof typeof MATH_LIMITS]: number };
