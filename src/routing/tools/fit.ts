import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BUCKETS, FEATURES_VERSION } from '../features.ts';
import { LABELS } from '../labels.ts';
import { encodeWeights } from '../weights.ts';
import { fitTemperature, reheat } from './calibrate.ts';
import { crossValidate, type JudgedRow } from './cross-validate.ts';
import { originFolds } from './folds.ts';
import { accuracy, expectedCalibrationError, type Outcome, sure } from './metrics.ts';
import { parseRows, type Row } from './rows.ts';
import { TRAINING, toExamples, train } from './train.ts';

const USAGE =
  'npm run router:fit -- FOLDER [--out FOLDER]   (FOLDER holds route-train.jsonl and route-dev.jsonl)';
const FOLDS = 5;
/** Which origins fall into which fold. */
const FOLD_SEED = 5;
/** The configuration's default, for the figures. */
const THRESHOLD = 0.7;

/** Trains the classifier's weights on the labelled files and writes `weights.bin` and `weights.json`. */
function main(): void {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
  const [folder] = positionals;
  if (folder === undefined || positionals.length !== 1) throw new Error(`Usage: ${USAGE}`);
  const out = values.out ?? fileURLToPath(new URL('../weights', import.meta.url));

  const trainFile = readRows(folder, 'route-train.jsonl');
  const devFile = readRows(folder, 'route-dev.jsonl');
  const rows = [...trainFile.rows, ...devFile.rows];
  const examples = toExamples(rows);
  const isDev = (i: number) => i >= trainFile.rows.length;

  const unseen = crossValidate(rows, examples, originFolds(rows, FOLDS, FOLD_SEED));
  const temperature = fitTemperature(unseen);
  const devFromTrain = crossValidate(
    rows,
    examples,
    rows.map((_, i) => (isDev(i) ? 0 : -1)),
  );
  const devFolds = crossValidate(
    rows,
    examples,
    rows.map((_, i) => (isDev(i) ? i % FOLDS : -1)),
  );
  const figures = {
    unseen_origins: figuresOf(unseen, temperature),
    dev_by_train_only: figuresOf(devFromTrain, temperature),
    dev_five_fold: figuresOf(devFolds, temperature),
  };

  const bytes = encodeWeights({ ...train(examples), temperature });
  const card = {
    weights: { file: 'weights.bin', bytes: bytes.length, sha256: sha256(bytes) },
    features: { version: FEATURES_VERSION, buckets: BUCKETS, labels: LABELS.join(' ') },
    data: [trainFile, devFile].map(({ file, sha256, rows }) => ({ file, sha256, rows: rows.length })),
    rows_per_label: Object.fromEntries(
      LABELS.map((label) => [label, rows.filter((row) => row.label === label).length]),
    ),
    training: TRAINING,
    calibration: { folds: FOLDS, fold_seed: FOLD_SEED, temperature },
    figures,
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'weights.bin'), bytes);
  writeFileSync(join(out, 'weights.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(JSON.stringify({ rows: rows.length, temperature, ...figures }, null, 2));
  console.log(
    'unseen_origins: five folds, each tested on collections and phrase frames that it was not trained on; the\n' +
      'temperature was fitted there. The two dev figures share sources with the training rows. All of them flatter:\n' +
      'what counts is phrasing that no labelled file has.',
  );
  console.log(`Written to ${out}`);
}

function readRows(folder: string, file: string): { file: string; sha256: string; rows: Row[] } {
  const path = join(folder, file);
  const bytes = readFileSync(path);
  return { file, sha256: sha256(bytes), rows: parseRows(bytes.toString('utf8'), path) };
}

function figuresOf(judged: readonly JudgedRow[], temperature: number) {
  const outcomes = judged.map((one) => toOutcome(one, temperature));
  const hard = judged.filter(({ row }) => row.hard).map((one) => toOutcome(one, temperature));
  const sureOnes = sure(outcomes, THRESHOLD);
  return {
    n: outcomes.length,
    accuracy: round(accuracy(outcomes)),
    hard_accuracy: round(accuracy(hard)),
    ece: round(expectedCalibrationError(outcomes)),
    sure_share: round(sureOnes.share),
    sure_accuracy: round(sureOnes.accuracy),
  };
}

function toOutcome({ row, probabilities }: JudgedRow, temperature: number): Outcome {
  const calibrated = reheat(probabilities, temperature);
  const confidence = Math.max(...calibrated);
  return { label: row.label, predicted: LABELS[calibrated.indexOf(confidence)] ?? 'general', confidence };
}

function round(value: number): number {
  return Number(value.toFixed(4));
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
