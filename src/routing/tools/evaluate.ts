import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { createClassifier } from '../classifier.ts';
import { JUDGE_BUDGET_MS } from '../judge/judge.ts';
import { weightsUrl } from '../weights.ts';
import { byClassifier, byJudge, byRouter } from './deciders.ts';
import { parseDialogues } from './dialogues.ts';
import { type EvaluateOptions, readOptions, UsageError } from './evaluate-options.ts';
import { measureRows } from './measure.ts';
import { reliabilityDiagram } from './reliability-diagram.ts';
import { formatReport, makeReport } from './report.ts';
import { parseRows } from './rows.ts';
import { configuration, type RunningJudge, startJudge } from './running-judge.ts';
import { type DecideTurn, dialogueReport, walkDialogues } from './walk-dialogues.ts';

/** The default of `ROUTER_THRESHOLD`. */
const DEFAULT_THRESHOLD = 0.7;
/** With `--tier judge` the judgement is measured, not whether it came in time. */
const JUDGE_ALONE_BUDGET_MS = 10_000;
/** How often a long run says on stderr how far it is. */
const PROGRESS_EVERY_MS = 5000;

/** Who decides, from which confidence on that counts as sure, and the judge that has to be closed afterwards. */
interface Decider {
  readonly decide: DecideTurn;
  readonly threshold: number;
  readonly running: RunningJudge | null;
}

/**
 * Judges a file of labelled messages, or of dialogues. `classifier` (the default) takes the likeliest label however
 * unsure; `judge` asks the general endpoint about every row; `all` is the whole router, with the judge where one is
 * configured.
 */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const text = readFileSync(options.file, 'utf8');
  // What cannot be evaluated is told before anything is started.
  const evaluate = options.dialogues ? dialoguesOf(text, options) : rowsOf(text, options);
  const decider = await createDecider(options);
  try {
    await evaluate(decider);
  } finally {
    await decider.running?.close();
  }
}

async function createDecider({ budgetMs, threshold, tier }: EvaluateOptions): Promise<Decider> {
  const classifier = createClassifier(readFileSync(weightsUrl));
  if (tier === 'classifier') {
    return { decide: byClassifier(classifier), threshold: threshold ?? DEFAULT_THRESHOLD, running: null };
  }
  const config = configuration();
  const alone = tier === 'judge';
  const running = await startJudge(config, budgetMs ?? (alone ? JUDGE_ALONE_BUDGET_MS : JUDGE_BUDGET_MS));
  const sureFrom = threshold ?? config.router.threshold;
  if (running === null && alone) {
    throw new UsageError(
      'There is no judge: it is the general model. Set EXPERT_GENERAL_URL, for example EXPERT_GENERAL_URL=http://127.0.0.1:8000/v1, or use --tier classifier.',
    );
  }
  const judge = running?.judge ?? null;
  const decide = alone && judge !== null ? byJudge(judge) : byRouter(classifier, sureFrom, judge);
  return { decide, threshold: sureFrom, running };
}

function rowsOf(jsonl: string, { file, json, svg, tier }: EvaluateOptions) {
  const rows = parseRows(jsonl, file);
  if (rows.length === 0) throw new UsageError(`${file}: no row that counts`);
  return async ({ decide, running, threshold }: Decider) => {
    const outcomes = await measureRows(rows, decide, {
      warmUp: running === null,
      everyMs: PROGRESS_EVERY_MS,
      progress: (done) => console.error(`${done} of ${rows.length} rows`),
    });
    const judged = judgeFigures(running, tier);
    const report = { ...makeReport(outcomes, threshold), ...(judged && { judge: judged }) };
    // The report first: what took the judge minutes is not lost with a plot that cannot be written.
    console.log(json ? JSON.stringify(report) : formatReport(report, threshold));
    if (svg === null) return;
    writePlot(svg, reliabilityDiagram(outcomes, { title: `${basename(file)}, ${tier}`, threshold }));
    if (!json) console.log(`\nCalibration plot: ${svg}`);
  };
}

function writePlot(path: string, plot: string): void {
  try {
    writeFileSync(path, plot);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`--svg: the plot cannot be written: ${why}`, { cause });
  }
}

function dialoguesOf(jsonl: string, { file, json, tier }: EvaluateOptions) {
  const dialogues = parseDialogues(jsonl, file);
  if (dialogues.length === 0) throw new UsageError(`${file}: no dialogue`);
  return async ({ decide, running, threshold }: Decider) => {
    const clock = () => performance.now();
    // Once for the just-in-time compiler, once for the figures; a model's server needs no such thing.
    if (running === null) await walkDialogues(dialogues, decide, clock);
    const outcomes = await walkDialogues(dialogues, decide, clock);
    const judged = judgeFigures(running, tier);
    const report = { ...dialogueReport(outcomes, threshold), ...(judged && { judge: judged }) };
    console.log(JSON.stringify(report, null, json ? undefined : 2));
  };
}

/** Null without a judge. `unanswered`: no verdict in time, so the turn went on without. */
function judgeFigures(running: RunningJudge | null, tier: EvaluateOptions['tier']) {
  if (running === null) return null;
  const { total, unanswered } = running.asked;
  if (tier === 'judge' && unanswered === total) {
    throw new Error(
      'The judge answered nothing at all: `npm run doctor` says why, --budget MS gives it longer.',
    );
  }
  if (unanswered > 0)
    console.error(`${unanswered} of ${total} questions to the judge brought no verdict in time`);
  return { asked: total, unanswered };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
