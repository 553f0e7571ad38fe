import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LABELS } from '../../labels.ts';
import { createReader, type Reading } from '../../reader.ts';
import type { Weights } from '../../weights.ts';
import { parseDialogues } from '../dialogues.ts';
import { parseRows, type Row } from '../rows.ts';
import { type BucketShares, bucketShares } from './adapt.ts';
import type { Known, KnownTurn } from './trial.ts';

const DATA = new URL('../../data', import.meta.url);
/** Of our own training rows every so many tells what is common; all of them would tell the same, and take a second. */
const EVERY = 15;

/** What is checked in, by its features. */
export interface CheckedIn {
  readonly evaluation: readonly Known[];
  readonly dialogues: readonly (readonly KnownTurn[])[];
  readonly shares: BucketShares;
  readonly read: (text: string) => Reading;
}

/** Reads our own labelled messages as these weights see them. */
export function readCheckedIn(weights: Weights): CheckedIn {
  const folder = fileURLToPath(DATA);
  const read = createReader(weights);
  const known = <T extends Pick<Row, 'label' | 'text'>>({ label, text }: T) => ({
    label: LABELS.indexOf(label),
    text,
    ...read(text),
  });
  const open = (path: string) => readFileSync(join(folder, path), 'utf8');
  const rowsOf = (path: string) => parseRows(open(path), path);
  const trained = readdirSync(join(folder, 'training'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .flatMap((name) => rowsOf(join('training', name)));
  return {
    evaluation: rowsOf('evaluation.jsonl').map(known),
    dialogues: parseDialogues(open('dialogues-test.jsonl'), 'dialogues-test.jsonl').map(({ turns }) =>
      turns.map(known),
    ),
    shares: bucketShares(trained.filter((_, i) => i % EVERY === 0).map(({ text }) => read(text).buckets)),
    read,
  };
}
