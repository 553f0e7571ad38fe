import type { MeasuredOutcome } from './report.ts';
import type { Row } from './rows.ts';
import type { DecideTurn } from './walk-dialogues.ts';

/** Decisions made before the clock counts, so that the figures are those of a process that runs. */
const WARM_UP_ROWS = 300;

export interface MeasureOptions {
  /** Decide some rows beforehand: for what runs in this process, not for a model's server. */
  readonly warmUp: boolean;
  /** Called with the number of rows done, at most once in `everyMs` milliseconds. */
  readonly progress?: (done: number) => void;
  readonly everyMs?: number;
}

/** Every row as a first message, one after the other, with the time that its decision took. */
export async function measureRows(
  rows: readonly Row[],
  decide: DecideTurn,
  { everyMs = 0, progress = () => {}, warmUp }: MeasureOptions,
): Promise<MeasuredOutcome[]> {
  if (warmUp) for (const row of rows.slice(0, WARM_UP_ROWS)) await decide(row.text, null);
  const outcomes: MeasuredOutcome[] = [];
  let told = performance.now();
  for (const { hard, label, lang, text } of rows) {
    const start = performance.now();
    const { confidence, predicted } = await decide(text, null);
    const end = performance.now();
    outcomes.push({ label, lang, hard, predicted, confidence, ms: end - start });
    if (end - told < everyMs || outcomes.length === rows.length) continue;
    told = end;
    progress(outcomes.length);
  }
  return outcomes;
}
