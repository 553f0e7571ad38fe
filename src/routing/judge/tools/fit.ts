import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CALIBRATION_FILE, readCalibrations } from '../../../compose-judge.ts';
import { readConfig } from '../../../config/load.ts';
import { ConfigError } from '../../../config/problem.ts';
import { secretsOf } from '../../../config/redact.ts';
import type { Choice, Choose } from '../../../experts/choose.ts';
import { ExpertError } from '../../../experts/errors.ts';
import { createExperts } from '../../../experts/experts.ts';
import { createLog } from '../../../telemetry/log.ts';
import { createMetrics } from '../../../telemetry/metrics.ts';
import { createClassifier } from '../../classifier.ts';
import { type Classifier, topLabel } from '../../labels.ts';
import { accuracy, expectedCalibrationError } from '../../tools/metrics.ts';
import { parseRows, type Row } from '../../tools/rows.ts';
import { weightsUrl } from '../../weights.ts';
import { type Calibration, UNFITTED } from '../calibration.ts';
import { combined, fitCalibration, type JudgedRow, logLoss } from '../fit.ts';
import { judgeRequest, PROMPT_VERSION } from '../prompt.ts';

const USAGE =
  'npm run judge:fit -- FILE.jsonl   (labelled messages; writes judge-calibration.json in DATA_DIR)';
/** With fewer messages that the classifier leaves open, all are judged. */
const UNSURE_MIN = 100;
const SIDE_BY_SIDE = 8;

/** Asks the running general model about every labelled message, and fits how far its probabilities can be trusted. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const [file] = positionals;
  if (file === undefined || positionals.length !== 1) throw new Error(`Usage: ${USAGE}`);
  const { config, problems } = readConfig();
  if (config === null) throw new ConfigError(problems);
  const general = config.experts.general;
  if (general?.kind !== 'openai') throw new Error('Set EXPERT_GENERAL_URL: the judge is the general model.');

  const log = createLog({ level: 'warn', secrets: secretsOf(config) });
  const experts = createExperts({
    config: { experts: { general } },
    log,
    metrics: createMetrics(),
    embedded: null,
  });
  try {
    await experts.start();
    const classifier = createClassifier(await readFile(weightsUrl));
    const rows = worthJudging(
      parseRows(await readFile(file, 'utf8'), file),
      classifier,
      config.router.threshold,
    );
    const models = await judgeAll(rows, classifier, experts.choose);
    if (models.size === 0) throw new Error('No log-probabilities came back, so there is nothing to fit.');
    const fitted = [...models].map(([name, judged]) => [name, report(name, judged)] as const);

    const earlier = await readCalibrations(config.dataDir, log);
    const content = {
      prompt: PROMPT_VERSION,
      models: { ...earlier?.models, ...Object.fromEntries(fitted) },
    };
    const path = join(config.dataDir, CALIBRATION_FILE);
    await mkdir(config.dataDir, { recursive: true });
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`);
    console.log(`Written to ${path}; it is read at the next start.`);
  } finally {
    await experts.close();
  }
}

/** Those that the judge would be asked about: it is fitted to what it meets. */
function worthJudging(rows: readonly Row[], classifier: Classifier, threshold: number): readonly Row[] {
  const unsure = rows.filter(({ text }) => {
    const scores = classifier(text);
    return scores[topLabel(scores)] < threshold;
  });
  console.log(`${rows.length} messages, ${unsure.length} of them under the threshold of ${threshold}`);
  if (unsure.length >= UNSURE_MIN) return unsure;
  console.log(`Fewer than ${UNSURE_MIN}: all are judged, which may flatter the judge.`);
  return rows;
}

async function judgeAll(
  rows: readonly Row[],
  classifier: Classifier,
  choose: Choose,
): Promise<Map<string, JudgedRow[]>> {
  const models = new Map<string, JudgedRow[]>();
  const left = rows.values();
  let unanswered = 0;
  const worker = async () => {
    for (const { label, text } of left) {
      const choice = await ask(text, choose);
      if (choice?.read.kind !== 'probabilities') {
        unanswered++;
        continue;
      }
      const name = choice.model.root ?? choice.model.model;
      const judged = models.get(name) ?? [];
      models.set(name, judged);
      judged.push({ label, judge: choice.read.probabilities, classifier: classifier(text) });
    }
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, worker));
  if (unanswered > 0) console.log(`${unanswered} messages without usable log-probabilities were left out.`);
  return models;
}

/** Null where the server failed on this one; throws Error when it is not there at all. */
async function ask(text: string, choose: Choose): Promise<Choice | null> {
  try {
    const choice = await choose(judgeRequest(text), new AbortController().signal);
    if (choice !== null) return choice;
  } catch (error) {
    if (error instanceof ExpertError) return null;
    throw error;
  }
  throw new Error('The general endpoint is not up: `npm run doctor` says why.');
}

function report(name: string, rows: readonly JudgedRow[]): Calibration {
  const fitted = fitCalibration(rows);
  console.log(
    `${name}: ${rows.length} messages judged (figures on the rows of the fit itself, so they flatter)`,
  );
  console.log(`  assumed  ${figures(rows, UNFITTED)}`);
  console.log(`  fitted   ${figures(rows, fitted)}`);
  return fitted;
}

function figures(rows: readonly JudgedRow[], calibration: Calibration): string {
  const outcomes = rows.map((row) => {
    const scores = combined(row, calibration);
    const predicted = topLabel(scores);
    return { label: row.label, predicted, confidence: scores[predicted] };
  });
  const parts = [
    `accuracy ${(100 * accuracy(outcomes)).toFixed(1)}%`,
    `ECE ${expectedCalibrationError(outcomes).toFixed(3)}`,
    `log loss ${logLoss(rows, calibration).toFixed(3)}`,
  ];
  return parts.join(', ');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
