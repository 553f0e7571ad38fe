import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createClassifier } from '../../src/routing/classifier.ts';
import { byClassifier, byRouter } from '../../src/routing/tools/deciders.ts';
import { measureRows } from '../../src/routing/tools/measure.ts';
import { makeReport, type RoutingReport } from '../../src/routing/tools/report.ts';
import { type Row as LabelledRow, parseRows } from '../../src/routing/tools/rows.ts';
import type { DecideTurn } from '../../src/routing/tools/walk-dialogues.ts';
import { weightsUrl } from '../../src/routing/weights.ts';
import { type Baseline, createKeywordRouter } from './baselines/keyword-router.ts';
import { createNearestUtterance } from './baselines/nearest-utterance.ts';
import type { Row } from './statistics.ts';

const OWN = new URL('../../src/routing/data/', import.meta.url);
const SHARED = new URL('../../../shared/routing/', import.meta.url);
const EVALUATION = 'evaluation.jsonl';
const THRESHOLD = 0.7;
/** What the others are compared with: like them it always names a label. */
const OURS = 'ours, the likeliest';

/** The published ways to route, and ours, on the same rows in the same process. */
export async function compareRouters(): Promise<Row[]> {
  const { note, rows } = evaluation();
  const utterances = ownUtterances();
  if (rows.length === 0 || utterances.length === 0) {
    return [{ name: 'routing: side by side', value: 'no rows to compare on or to learn from: left out' }];
  }
  const classifier = createClassifier(readFileSync(weightsUrl));
  const routers: readonly (readonly [string, DecideTurn])[] = [
    ['keyword router', deciderOf(createKeywordRouter())],
    ['nearest utterance', deciderOf(createNearestUtterance(utterances))],
    [OURS, byClassifier(classifier)],
    ['ours, unsure → general', byRouter(classifier, THRESHOLD)],
  ];
  // Once for all beforehand: who comes later would otherwise find the code that they share compiled already.
  for (const [, decide] of routers) await measureRows(rows, decide, { warmUp: false });
  const reports: (readonly [string, RoutingReport])[] = [];
  for (const [name, decide] of routers) {
    const outcomes = await measureRows(rows, decide, { warmUp: false });
    reports.push([name, makeReport(outcomes, THRESHOLD)]);
  }
  const ours = reports.find(([name]) => name === OURS)?.[1];
  if (ours === undefined) throw new Error('ours is among the routers');
  const others = reports.filter(([name]) => !name.startsWith('ours')).map(([, { accuracy }]) => accuracy);
  return [
    {
      name: `routing: side by side on ${note} (${rows.length} rows; ${utterances.length} utterances)`,
      value: table(reports, ours),
      goal: { text: 'ours is right more often than either', met: ours.accuracy > Math.max(...others) },
    },
  ];
}

function deciderOf(baseline: Baseline): DecideTurn {
  // Neither says how sure it is.
  return async (text) => ({ predicted: baseline(text), confidence: 1 });
}

function evaluation(): { readonly note: string; readonly rows: readonly LabelledRow[] } {
  const own = rowsIn(new URL(EVALUATION, OWN));
  if (own.length > 0) return { note: `own rows, ${EVALUATION}`, rows: own };
  const name = 'route-dev.jsonl';
  return {
    note: `${name}, which the weights may have been trained on, as ${EVALUATION} is absent`,
    rows: rowsIn(new URL(name, SHARED)),
  };
}

/** The rows that the project trains on and may carry: the utterances that an operator would have at hand. */
function ownUtterances(): LabelledRow[] {
  const training = new URL('training/', OWN);
  return readdirSync(training)
    .toSorted()
    .flatMap((name) => rowsIn(new URL(name, training)));
}

function rowsIn(url: URL): LabelledRow[] {
  return existsSync(url) ? parseRows(readFileSync(url, 'utf8'), url.pathname) : [];
}

function table(reports: readonly (readonly [string, RoutingReport])[], ours: RoutingReport): string {
  const head = ['', 'accuracy', 'macro-F1', 'p50', 'p99', 'errors', 'p50 time'];
  const lines = reports.map(([name, report]) => [
    name,
    percent(report.accuracy),
    percent(report.macro_f1),
    `${report.p50_ms.toFixed(3)} ms`,
    `${report.p99_ms.toFixed(3)} ms`,
    `×${((1 - report.accuracy) / (1 - ours.accuracy)).toFixed(1)}`,
    `×${(report.p50_ms / ours.p50_ms).toFixed(1)}`,
  ]);
  return [head, ...lines]
    .map(([name = '', ...cells]) => name.padEnd(24) + cells.map((cell) => cell.padStart(12)).join(''))
    .join('\n    ');
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}
