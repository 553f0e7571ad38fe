import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { BUCKETS, FEATURES_VERSION } from '../features.ts';
import { LABELS } from '../labels.ts';
import { decodeWeights, encodeWeights } from '../weights.ts';
import { fitTemperature, reheat } from './calibrate.ts';
import { accuracy, expectedCalibrationError, type Outcome, perClass, sure } from './metrics.ts';
import { crossValidate, type JudgedRow, testedFolds, toClassifiers } from './train/cross-validate.ts';
import { keyOf } from './train/soft-labels.ts';
import { TRUTH } from './train/train.ts';
import { NETWORK } from './train/train-network.ts';
import { REGRESSION } from './train/train-regression.ts';
import { trainSideBySide } from './train/train-side-by-side.ts';
import {
  COUNTS,
  choosingRows,
  FOLDS,
  readTrainingData,
  sha256,
  strangersRows,
} from './train/training-data.ts';

const USAGE =
  'npm run router:fit -- FOLDER [--own FOLDER] [--out FOLDER] [--keep FOLDER]   (FOLDER holds route-train.jsonl and route-dev.jsonl)';
const WEIGHTS = new URL('../weights', import.meta.url);
/** The configuration's default, for the figures. */
const THRESHOLD = 0.7;

/**
 * Trains the classifier's weights on the labelled files and writes `weights.bin` and `weights.json`. `--keep`: a folder for
 * what is trained on the way, so that a run that was cut short goes on, and the follow-up model needs no training of its own.
 */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { keep: { type: 'string' }, own: { type: 'string' }, out: { type: 'string' } },
  });
  const [folder] = positionals;
  if (folder === undefined || positionals.length !== 1) throw new Error(`Usage: ${USAGE}`);
  const out = values.out ?? fileURLToPath(WEIGHTS);

  const data = readTrainingData({ folder, own: values.own });
  const { clusters, clustersSha256, files, rows, softLabels, softLabelsSha256 } = data;
  const tested = testedFolds(data);
  const folds = [null, ...tested];
  const [all = new Uint8Array(), ...others] = await trainSideBySide(data, folds, {
    keep: values.keep,
    onDone: (done) => console.log(`trained ${done} of ${folds.length}`),
  });
  const unseen = crossValidate(data, toClassifiers(tested, others));
  const temperature = fitTemperature(unseen);
  const byOthers = choosingRows(data);
  const ours = unseen.filter(({ row }) => !byOthers.has(row));
  const strangers = strangersRows(data);
  const theirs = unseen.filter(({ row }) => strangers.has(row));
  const figures = {
    unseen_files: figuresOf(ours, temperature),
    unseen_hands: figuresOf(theirs, temperature),
  };

  const bytes = encodeWeights({ ...decodeWeights(all), temperature });
  const card = {
    weights: { file: 'weights.bin', bytes: bytes.length, sha256: sha256(bytes) },
    features: { version: FEATURES_VERSION, buckets: BUCKETS, labels: LABELS.join(' ') },
    clusters: { words: clusters.hashes.length, fine: clusters.coarse.length, sha256: clustersSha256 },
    soft_labels: {
      sha256: softLabelsSha256,
      rows: rows.filter(({ text }) => softLabels.has(keyOf(text))).length,
    },
    data: files.map(({ file, sha256, rows }) => ({ file, sha256, rows: rows.length })),
    rows_per_label: Object.fromEntries(
      LABELS.map((label) => [label, rows.filter((row) => row.label === label).length]),
    ),
    training: { truth: TRUTH, regression: REGRESSION, network: NETWORK, counts: COUNTS },
    calibration: { folds: FOLDS, temperature },
    figures,
  };
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, 'weights.bin'), bytes);
  writeFileSync(join(out, 'weights.json'), `${JSON.stringify(card, null, 2)}\n`);
  console.log(JSON.stringify({ rows: rows.length, temperature, ...figures }, null, 2));
  console.log(
    'unseen_files: each file of our own judged by weights that were not trained on it; unseen_hands: of\n' +
      'route-dev.jsonl, likewise, the rows from sources that route-train.jsonl has not. The temperature was fitted there. ' +
      'Phrasing like that of the files is judged better than this; see also: npm run eval:routing.',
  );
  console.log(`Written to ${out}`);
}

function figuresOf(judged: readonly JudgedRow[], temperature: number) {
  const outcomes = judged.map((one) => toOutcome(one, temperature));
  const hard = judged.filter(({ row }) => row.hard).map((one) => toOutcome(one, temperature));
  const perLabel = perClass(outcomes);
  const sureOnes = sure(outcomes, THRESHOLD);
  return {
    n: outcomes.length,
    accuracy: round(accuracy(outcomes)),
    recall: Object.fromEntries(LABELS.map((label) => [label, round(perLabel[label].recall)])),
    hard_n: hard.length,
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

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
