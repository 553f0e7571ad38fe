/** What the checked-in weights reach on the checked-in evaluation; shares, 0..1. */
export interface GuardedFigures {
  /** Share of `data/evaluation.jsonl` that is right. */
  readonly accuracy: number;
  /** The same over its hard rows. */
  readonly hard: number;
  /** Share of `data/evaluation-traps.jsonl` that is right: most are general, so it tells how often an expert is called in vain. */
  readonly traps: number;
  /** Expected calibration error on `data/evaluation.jsonl`; less is better. */
  readonly ece: number;
  /** Share of the turns of `data/dialogues-test.jsonl` and `dialogues-test2.jsonl` that the router sends right, without a judge. */
  readonly dialogues: number;
}

/** A figure may be worse by one point than what is expected (issue 4); what is more is a regression. */
export const TOLERANCE = 0.01;
/** Decimal fractions are not exact in binary: a fall of just one point is still tolerated. */
const ROUNDING = 1e-9;

/** One line for each figure that is worse by more than a point; none when all hold. */
export function regressions(measured: GuardedFigures, expected: GuardedFigures): string[] {
  const losses: readonly (readonly [keyof GuardedFigures, number])[] = [
    ['accuracy', expected.accuracy - measured.accuracy],
    ['hard', expected.hard - measured.hard],
    ['traps', expected.traps - measured.traps],
    ['ece', measured.ece - expected.ece],
    ['dialogues', expected.dialogues - measured.dialogues],
  ];
  return losses
    .filter(([, loss]) => !(loss <= TOLERANCE + ROUNDING))
    .map(([name]) => `${name}: ${measured[name].toFixed(4)}, expected ${expected[name].toFixed(4)}`);
}
