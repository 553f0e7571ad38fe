import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createClassifier } from '../classifier.ts';
import { TERMS, termsOf } from '../followup/model.ts';
import { read } from '../followup/read.ts';
import { type Classifier, LABELS, type LabelScores } from '../labels.ts';
import { decodeWeights, weightsUrl } from '../weights.ts';
import { reheat } from './calibrate.ts';
import { crossValidate, type JudgedRow } from './cross-validate.ts';
import { type Dialogue, parseDialogues } from './dialogues.ts';
import { fitTerms, TERM_FIT, type TermExample } from './fit-terms.ts';
import { seededRandom, shuffle } from './random.ts';
import { readTrainingData } from './training-data.ts';

const USAGE =
  'node src/routing/tools/fit-followup.ts FOLDER [--out FILE]   (FOLDER holds the labelled messages)';
const DIALOGUES = ['dialogues-dev.jsonl', 'dialogues-more.jsonl'];
const DATA = new URL('../data/', import.meta.url);
const OUT = new URL('../followup/weights.json', import.meta.url);

const PAIR_SEED = 11;
/** Two messages that have nothing to do with each other: a changed subject. */
const PAIRS = 6000;
/** What all pairs together count, in turns of dialogues. Assumed: how often subjects change differs by chat. */
const PAIRS_WEIGHT_PER_TURN = 0.25;

/** Fits the weights of the follow-up model to dialogues and pairs of unrelated messages and writes them as JSON. */
function main(): void {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { out: { type: 'string' } } });
  const [folder] = positionals;
  if (folder === undefined || positionals.length !== 1) throw new Error(`Usage: ${USAGE}`);

  const bytes = readFileSync(weightsUrl);
  const dialogues = DIALOGUES.flatMap((file) =>
    parseDialogues(readFileSync(new URL(file, DATA), 'utf8'), file),
  );
  const turns = fromDialogues(dialogues, createClassifier(bytes));
  const pairs = fromPairs(judgeRows(folder), decodeWeights(bytes).temperature, turns.length);
  const weights = fitTerms([...turns, ...pairs]);
  const card = {
    weights: Object.fromEntries(TERMS.map((term, i) => [term, weights[i]])),
    made_of: { turns: turns.length, pairs: pairs.length, pairs_weight_per_turn: PAIRS_WEIGHT_PER_TURN },
    seeds: { pairs: PAIR_SEED },
    fit: TERM_FIT,
    classifier_sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const out = values.out ?? fileURLToPath(OUT);
  writeFileSync(out, `${JSON.stringify(card, null, 2)}\n`);
  console.log(`${turns.length} turns and ${pairs.length} pairs; written to ${out}`);
}

function fromDialogues(dialogues: readonly Dialogue[], classify: Classifier): TermExample[] {
  return dialogues.flatMap(({ turns }) =>
    turns.slice(1).map(({ text, label }, i) => ({
      terms: termsOf(text, classify(text), turns[i]?.label ?? 'general'),
      label: LABELS.indexOf(label),
      weight: 1,
    })),
  );
}

/** Every row of our own, judged by weights that never saw its file: on rows it was trained on the classifier is too sure. */
function judgeRows(folder: string): JudgedRow[] {
  const { clusters, examples, folds, rows } = readTrainingData(folder);
  return crossValidate(rows, examples, folds, clusters);
}

/** Each pair is a message and the label of another that has nothing to do with it. Thanks never change the subject. */
function fromPairs(judged: readonly JudgedRow[], temperature: number, turns: number): TermExample[] {
  const order = Uint32Array.from(judged, (_, i) => i);
  shuffle(order, seededRandom(PAIR_SEED));
  const chosen = [...order]
    .flatMap((i) => judged[i] ?? [])
    .filter(({ row }) => read(row.text).chat === 0)
    .slice(0, PAIRS + 1);
  const weight = (PAIRS_WEIGHT_PER_TURN * turns) / PAIRS;
  return chosen.slice(1).map(({ row, probabilities, label }, i) => {
    const calibrated = reheat(probabilities, temperature);
    const scores = Object.fromEntries(LABELS.map((name, c) => [name, calibrated[c] ?? 0])) as LabelScores;
    return { terms: termsOf(row.text, scores, chosen[i]?.row.label ?? 'general'), label, weight };
  });
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
