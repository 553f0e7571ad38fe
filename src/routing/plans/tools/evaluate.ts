import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createClassifier } from '../../classifier.ts';
import { parseRows } from '../../tools/rows.ts';
import { weightsUrl } from '../../weights.ts';
import { createDetector, type DetectSeveral } from '../detect.ts';
import { measurePlans, type PlanFigures, type PlanReport } from './measure.ts';
import { type PlanRow, parsePlanRows } from './rows.ts';

const USAGE = 'node src/routing/plans/tools/evaluate.ts [--data FILE] [--json] [--wrong]';
const TEST = new URL('../data/test.jsonl', import.meta.url);
const ORDINARY = new URL('../../data/evaluation.jsonl', import.meta.url);

/** Prints how well messages for several experts are found: in its own test rows, and in ordinary ones nobody trained on. */
function main(): void {
  const { values } = parseArgs({
    options: { data: { type: 'string' }, json: { type: 'boolean' }, wrong: { type: 'boolean' } },
  });
  const file = values.data ?? TEST;
  const rows = parsePlanRows(readFileSync(file, 'utf8'), String(values.data ?? 'test.jsonl'));
  const ordinary = parseRows(readFileSync(ORDINARY, 'utf8'), 'evaluation.jsonl').map(({ text }) => text);
  const detect = createDetector(createClassifier(readFileSync(weightsUrl)));
  const clock = () => performance.now();
  // Once for the just-in-time compiler, once for the figures.
  measurePlans(rows, ordinary, detect, clock);
  const report = measurePlans(rows, ordinary, detect, clock);
  console.log(values.json ? JSON.stringify(report) : format(report));
  if (values.wrong) console.log(`\n${wrong(rows, ordinary, detect).join('\n')}`);
}

function format(report: PlanReport): string {
  const line = (name: string, figures: PlanFigures) =>
    [
      name.padEnd(10),
      `${percent(figures.recall)} of ${figures.mixed}`.padEnd(15),
      percent(figures.precision).padEnd(11),
      `${percent(figures.false_alarms)} of ${figures.lookalikes}`.padEnd(17),
      percent(figures.all_experts),
    ].join('');
  return [
    '          recall         precision  false alarms     all experts named',
    line('all', report),
    ...Object.entries(report.per_lang).map(([lang, figures]) => line(lang, figures)),
    line('pictures', report.pictures),
    `ordinary  ${percent(report.ordinary.false_alarms)} of ${report.ordinary.n} taken for several`,
    `time      p50 ${report.p50_ms.toFixed(3)} ms, p99 ${report.p99_ms.toFixed(3)} ms on ordinary messages`,
  ].join('\n');
}

function wrong(rows: readonly PlanRow[], ordinary: readonly string[], detect: DetectSeveral): string[] {
  const asked = rows.flatMap((row) => {
    const found = detect(row);
    if ((found !== null) === row.experts.length > 1) return [];
    return [`${row.experts.join('+')} taken for ${found?.join('+') ?? 'one'}: ${JSON.stringify(row.text)}`];
  });
  const usual = ordinary.flatMap((text) => {
    const found = detect({ text, pictures: false });
    return found === null ? [] : [`ordinary, taken for ${found.join('+')}: ${JSON.stringify(text)}`];
  });
  return [...asked, ...usual];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error), `\nUsage: ${USAGE}`);
  process.exitCode = 1;
}
