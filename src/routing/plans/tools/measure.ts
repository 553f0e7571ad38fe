import { quantile } from '../../tools/metrics.ts';
import type { DetectSeveral } from '../detect.ts';
import type { PlanRow } from './rows.ts';

/** How well messages for several are found; shares are 0..1, times in milliseconds. */
export interface PlanFigures {
  readonly mixed: number;
  readonly lookalikes: number;
  /** Of the mixed, how many are found. */
  readonly recall: number;
  /** Of the found, how many are mixed. */
  readonly precision: number;
  /** Of the look-alikes, how many are taken for mixed. */
  readonly false_alarms: number;
  /** Of the found mixed ones, how many are given all the experts that they need. */
  readonly all_experts: number;
}

export interface PlanReport extends PlanFigures {
  readonly per_lang: Readonly<Record<string, PlanFigures>>;
  readonly pictures: PlanFigures;
  /** Ordinary messages: how many there are, and how many are taken for mixed. */
  readonly ordinary: { readonly n: number; readonly false_alarms: number };
  readonly p50_ms: number;
  readonly p99_ms: number;
}

/** @param ordinary messages for one expert each, which nobody wrote to be found or overlooked */
export function measurePlans(
  rows: readonly PlanRow[],
  ordinary: readonly string[],
  detect: DetectSeveral,
  clock: () => number,
): PlanReport {
  const judged = rows.map((row) => ({ row, found: detect(row) }));
  const times: number[] = [];
  let alarms = 0;
  for (const text of ordinary) {
    const start = clock();
    if (detect({ text, pictures: false }) !== null) alarms++;
    times.push(clock() - start);
  }
  const languages = Map.groupBy(judged, ({ row }) => row.lang);
  return {
    ...figuresOf(judged),
    per_lang: Object.fromEntries([...languages].map(([lang, those]) => [lang, figuresOf(those)])),
    pictures: figuresOf(judged.filter(({ row }) => row.pictures)),
    ordinary: { n: ordinary.length, false_alarms: share(alarms, ordinary.length) },
    p50_ms: quantile(times, 0.5),
    p99_ms: quantile(times, 0.99),
  };
}

interface Judged {
  readonly row: PlanRow;
  readonly found: ReturnType<DetectSeveral>;
}

function figuresOf(judged: readonly Judged[]): PlanFigures {
  const mixed = judged.filter(({ row }) => row.experts.length > 1);
  const hits = mixed.filter(({ found }) => found !== null);
  const alarms = judged.filter(({ found, row }) => row.experts.length === 1 && found !== null).length;
  const lookalikes = judged.length - mixed.length;
  const complete = hits.filter(({ found, row }) => row.experts.every((one) => found?.includes(one)));
  return {
    mixed: mixed.length,
    lookalikes,
    recall: share(hits.length, mixed.length),
    precision: share(hits.length, hits.length + alarms),
    false_alarms: share(alarms, lookalikes),
    all_experts: share(complete.length, hits.length),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
