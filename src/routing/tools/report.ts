import { LABELS } from '../labels.ts';
import {
  accuracy,
  type CalibrationBin,
  type ClassFigures,
  type Confusion,
  calibrationBins,
  confusion,
  expectedCalibrationError,
  macroF1,
  type Outcome,
  perClass,
  quantile,
  sure,
} from './metrics.ts';

/** A row's outcome with what it is reported by; `ms` is what the decision took, in milliseconds. */
export interface MeasuredOutcome extends Outcome {
  readonly lang: string;
  readonly hard: boolean;
  readonly ms: number;
}

interface GroupFigures {
  readonly n: number;
  readonly accuracy: number;
}

/** The contract's routing report, the hard subset, and what the ECE is made of. Shares are 0..1. */
export interface RoutingReport {
  readonly n: number;
  readonly accuracy: number;
  readonly macro_f1: number;
  readonly per_class: Readonly<Record<string, ClassFigures>>;
  readonly per_lang: Readonly<Record<string, GroupFigures>>;
  readonly hard: GroupFigures;
  readonly confusion: Confusion;
  readonly ece: number;
  readonly bins: readonly CalibrationBin[];
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly sure: { readonly share: number; readonly accuracy: number };
}

/** @param threshold confidence from which on a decision counts as sure, 0..1 */
export function makeReport(outcomes: readonly MeasuredOutcome[], threshold: number): RoutingReport {
  const times = outcomes.map((outcome) => outcome.ms);
  const languages = Map.groupBy(outcomes, (outcome) => outcome.lang);
  const largestFirst = [...languages].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  return {
    n: outcomes.length,
    accuracy: accuracy(outcomes),
    macro_f1: macroF1(outcomes),
    per_class: perClass(outcomes),
    per_lang: Object.fromEntries(largestFirst.map(([lang, those]) => [lang, group(those)])),
    hard: group(outcomes.filter((outcome) => outcome.hard)),
    confusion: confusion(outcomes),
    ece: expectedCalibrationError(outcomes),
    bins: calibrationBins(outcomes),
    p50_ms: quantile(times, 0.5),
    p99_ms: quantile(times, 0.99),
    sure: sure(outcomes, threshold),
  };
}

function group(outcomes: readonly Outcome[]): GroupFigures {
  return { n: outcomes.length, accuracy: accuracy(outcomes) };
}

/** The report for people, as plain text. */
export function formatReport(report: RoutingReport, threshold: number): string {
  const classes = LABELS.map((label) => {
    const figures = report.per_class[label];
    if (figures === undefined) return '';
    const shares = [figures.precision, figures.recall, figures.f1].map((share) =>
      percent(share).padStart(10),
    );
    return `  ${label.padEnd(12)}${shares.join('')}${String(figures.n).padStart(8)}`;
  });
  const counts = LABELS.map((label) => {
    const cells = LABELS.map((predicted) => String(report.confusion[label][predicted]).padStart(12));
    return `  ${label.padEnd(12)}${cells.join('')}`;
  });
  const languages = Object.entries(report.per_lang).map(
    ([lang, figures]) =>
      `  ${lang.padEnd(6)}${percent(figures.accuracy).padStart(8)}${String(figures.n).padStart(7)}`,
  );
  return [
    `rows        ${report.n}`,
    `accuracy    ${percent(report.accuracy)}`,
    `macro-F1    ${percent(report.macro_f1)}`,
    report.hard.n === 0
      ? 'hard        no such rows'
      : `hard        ${percent(report.hard.accuracy)} of ${report.hard.n}`,
    `ECE         ${report.ece.toFixed(4)} (10 bins of equal mass)`,
    `sure        ${percent(report.sure.share)} at ${threshold} or over, ${percent(report.sure.accuracy)} of them right`,
    `time        p50 ${report.p50_ms.toFixed(3)} ms, p99 ${report.p99_ms.toFixed(3)} ms`,
    '',
    `  class        precision    recall        F1    rows`,
    ...classes,
    '',
    `  truth ↓ taken for →`,
    `  ${' '.repeat(12)}${LABELS.map((label) => label.padStart(12)).join('')}`,
    ...counts,
    '',
    `  lang  accuracy   rows`,
    ...languages,
  ].join('\n');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
