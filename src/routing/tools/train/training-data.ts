import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Clusters, parseClusters } from '../../clusters.ts';
import { FEATURES_VERSION } from '../../features.ts';
import { parseRows, type Row } from '../rows.ts';
import { parseSoftLabels, type SoftLabels } from './soft-labels.ts';
import { type Example, TRUTH, toExamples } from './train.ts';
import { NETWORK } from './train-network.ts';
import { REGRESSION } from './train-regression.ts';

const SHARED_TRAINING = 'route-train.jsonl';
const SHARED_CHOOSING = 'route-dev.jsonl';
const SHARED_FILES = [SHARED_TRAINING, SHARED_CHOOSING];
const OWN = new URL('../../data/training', import.meta.url);
const CLUSTERS = new URL('../../clusters/clusters.txt', import.meta.url);
const SOFT_LABELS = new URL('../../teacher/soft-labels.txt', import.meta.url);
export const FOLDS = 4;
/** Letters, numbers and signs that mean nothing: no voice that people have, so nothing is calibrated on it. */
const NOISE = 'noise.jsonl';
/**
 * How much a row counts; all others count 1. Two fifths of the shared training file are generated from few frames (`own:`
 * in their `source`), the rest is collected. Chosen on prompts of public collections and on held-out rows.
 */
export const COUNTS = { collected: 0.5, generated: 0.2 } as const;
const GENERATED = 'own:';

export interface DataFile {
  readonly file: string;
  readonly sha256: string;
  readonly rows: readonly Row[];
}

/** Where the labelled messages are. */
export interface DataSource {
  /** Holds route-train.jsonl and route-dev.jsonl. */
  readonly folder: string;
  /** Holds our own rows; the project's when left out. */
  readonly own?: string | undefined;
}

/** All that the classifier is trained on; `folds[i]` belongs to `rows[i]`. */
export interface TrainingData {
  readonly source: DataSource;
  readonly clusters: Clusters;
  readonly clustersSha256: string;
  readonly softLabels: SoftLabels;
  readonly softLabelsSha256: string;
  readonly files: readonly DataFile[];
  readonly rows: readonly Row[];
  /**
   * For judging rows by weights that never saw them: each file of our own has another subject and another voice, so a
   * file that was not trained on is unseen phrasing, but for what the teacher, who has read all, lets through in its labels of
   * other rows. route-dev.jsonl is of others' hands altogether. A row is tested in its fold and trained on in all
   * others; -1, as route-train.jsonl and the noise have: never tested.
   */
  readonly folds: readonly number[];
}

/** @throws Error naming the file that is missing, or RowError naming the line that is wrong */
export function readTrainingData(source: DataSource): TrainingData {
  const { folder, own: ownFolder = fileURLToPath(OWN) } = source;
  const clusterBytes = readFileSync(CLUSTERS);
  const clusters = parseClusters(clusterBytes.toString('utf8'));
  const softLabelBytes = readFileSync(SOFT_LABELS);
  const softLabels = parseSoftLabels(softLabelBytes.toString('utf8'), fileURLToPath(SOFT_LABELS));
  const shared = SHARED_FILES.map((file) => readRows(folder, file));
  const own = ownFiles(ownFolder).map((file) => readRows(ownFolder, file));
  const files = [...shared, ...own];
  const rows = files.flatMap((file) => file.rows);
  return {
    source,
    clusters,
    clustersSha256: sha256(clusterBytes),
    softLabels,
    softLabelsSha256: sha256(softLabelBytes),
    files,
    rows,
    folds: files.flatMap(({ file, rows }, i) => {
      const isAlwaysTrained = file === SHARED_TRAINING || file === NOISE;
      return rows.map(() => (isAlwaysTrained ? -1 : i % FOLDS));
    }),
  };
}

/** The rows as they are trained on, in their order: a gigabyte and a half. */
export function examplesOf({ clusters, files, rows, softLabels }: TrainingData): Example[] {
  return toExamples(rows, clusters, countsOf(files), softLabels);
}

/** The rows of route-dev.jsonl: the only ones in a fold that are not our own. */
export function choosingRows({ files }: Pick<TrainingData, 'files'>): ReadonlySet<Row> {
  return new Set(files.find(({ file }) => file === SHARED_CHOOSING)?.rows);
}

/** Those of them from sources of which route-train.jsonl, which is always trained on, has nothing. */
export function strangersRows({ files }: Pick<TrainingData, 'files'>): ReadonlySet<Row> {
  const originOf = ({ source }: Row) => source.split(':')[0] ?? '';
  const trained = new Set(files.find(({ file }) => file === SHARED_TRAINING)?.rows.map(originOf));
  return new Set([...choosingRows({ files })].filter((row) => !trained.has(originOf(row))));
}

/** A checksum of all that is trained on, and of how. */
export function fingerprintOf({ clustersSha256, files, folds, softLabelsSha256 }: TrainingData): string {
  const sums = [
    clustersSha256,
    softLabelsSha256,
    folds.join(),
    ...files.map(({ file, sha256 }) => `${file} ${sha256}`),
  ];
  const settings = { COUNTS, FOLDS, TRUTH, REGRESSION, NETWORK, FEATURES_VERSION, node: process.version };
  return sha256(Buffer.from([...sums, JSON.stringify(settings)].join('\n')));
}

function countsOf(files: readonly DataFile[]): (row: Row) => number {
  const shared = new Set(files.find(({ file }) => file === SHARED_TRAINING)?.rows);
  return (row) => {
    if (!shared.has(row)) return 1;
    return row.source.startsWith(GENERATED) ? COUNTS.generated : COUNTS.collected;
  };
}

function ownFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort();
}

function readRows(folder: string, file: string): DataFile {
  const path = join(folder, file);
  const bytes = readFileSync(path);
  return { file, sha256: sha256(bytes), rows: parseRows(bytes.toString('utf8'), path) };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
