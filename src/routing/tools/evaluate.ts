import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createClassifier } from '../classifier.ts';
import { type Classifier, LABELS, type Label, topLabel } from '../labels.ts';
import { createRouter } from '../router.ts';
import { weightsUrl } from '../weights.ts';
import { formatReport, type MeasuredOutcome, makeReport } from './report.ts';
import { parseRows, type Row } from './rows.ts';

const USAGE = 'npm run eval:routing -- FILE.jsonl [--tier classifier|judge|all] [--threshold 0.7] [--json]';
/** The default of `ROUTER_THRESHOLD`. */
const DEFAULT_THRESHOLD = '0.7';
/** Decisions made before the clock counts, so that the figures are those of a process that runs. */
const WARM_UP_ROWS = 300;

interface Decision {
  readonly predicted: Label;
  readonly confidence: number;
}
type Decide = (text: string) => Decision | Promise<Decision>;

/** A mistake of the caller; the message says what to do. */
class UsageError extends Error {}

/**
 * Judges a file of labelled messages. `classifier` (the default) takes the likeliest label however unsure; `all` is the
 * whole router as a first message meets it, where an unsure one goes to general.
 */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const [file] = positionals;
  if (file === undefined || positionals.length !== 1) throw new UsageError(`Usage: ${USAGE}`);
  const threshold = Number(values.threshold);
  if (!(threshold >= 0 && threshold <= 1)) throw new UsageError('--threshold must be a number from 0 to 1');
  const decide = decider(values.tier, threshold);

  const rows = parseRows(readFileSync(file, 'utf8'), file);
  if (rows.length === 0) throw new UsageError(`${file}: no row that counts`);
  for (const row of rows.slice(0, WARM_UP_ROWS)) await decide(row.text);
  const outcomes: MeasuredOutcome[] = [];
  for (const row of rows) outcomes.push(await measure(row, decide));
  const report = makeReport(outcomes, threshold);
  console.log(values.json ? JSON.stringify(report) : formatReport(report, threshold));
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        tier: { type: 'string', default: 'classifier' },
        threshold: { type: 'string', default: DEFAULT_THRESHOLD },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\nUsage: ${USAGE}`);
  }
}

function decider(tier: string, threshold: number): Decide {
  const classifier = createClassifier(readFileSync(weightsUrl));
  if (tier === 'classifier') return byClassifier(classifier);
  if (tier === 'all') return byRouter(classifier, threshold);
  if (tier === 'judge')
    throw new UsageError('This version has no judge. Use --tier classifier or --tier all.');
  throw new UsageError(`--tier must be classifier, judge or all, not "${tier}"`);
}

function byClassifier(classifier: Classifier): Decide {
  return (text) => {
    const scores = classifier(text);
    const predicted = topLabel(scores);
    return { predicted, confidence: scores[predicted] };
  };
}

function byRouter(classifier: Classifier, threshold: number): Decide {
  const router = createRouter({ classifier, threshold });
  const { signal } = new AbortController();
  return async (text) => {
    const state = { lastExpert: null, pinned: null };
    const route = await router({ text, forced: null, attachments: [], state }, signal);
    return {
      predicted: LABELS.find((label) => label === route.expert) ?? 'general',
      confidence: route.confidence,
    };
  };
}

async function measure(row: Row, decide: Decide): Promise<MeasuredOutcome> {
  const start = performance.now();
  const { predicted, confidence } = await decide(row.text);
  const ms = performance.now() - start;
  return { label: row.label, lang: row.lang, hard: row.hard, predicted, confidence, ms };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
