import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { byClassifier, byRouter } from '../../src/routing/tools/deciders.ts';
import { parseDialogues } from '../../src/routing/tools/dialogues.ts';
import { measureRows } from '../../src/routing/tools/measure.ts';
import { type GuardedFigures, regressions } from '../../src/routing/tools/regression.ts';
import { makeReport } from '../../src/routing/tools/report.ts';
import { parseRows } from '../../src/routing/tools/rows.ts';
import { dialogueReport, walkDialogues } from '../../src/routing/tools/walk-dialogues.ts';
import { loadClassifier } from './load-classifier.ts';

const FOLDER = 'src/routing/data';
/** By two hands; neither was fitted to. */
const DIALOGUES = ['dialogues-test.jsonl', 'dialogues-test2.jsonl'];
const THRESHOLD = 0.7;

const url = (name: string) => new URL(`../../${FOLDER}/${name}`, import.meta.url);

function read(name: string): string {
  return readFileSync(url(name), 'utf8');
}

const rows = parseRows(read('evaluation.jsonl'), 'evaluation.jsonl');
const traps = parseRows(read('evaluation-traps.jsonl'), 'evaluation-traps.jsonl');

/** Where the figures come from, and what to do when they are meant to change. */
const HOW = `
The figures are those of
  npm run eval:routing -- ${FOLDER}/evaluation.jsonl
  npm run eval:routing -- ${FOLDER}/evaluation-traps.jsonl
  npm run eval:routing -- FILE --dialogues --tier all   (for ${DIALOGUES.join(' and ')}, weighted by their turns)
When a change is meant, write what is measured into ${FOLDER}/expected.json, and say in the commit why.`;

async function measure(): Promise<GuardedFigures> {
  const classifier = loadClassifier();
  const outcomesOf = (those: typeof rows) => measureRows(those, byClassifier(classifier), { warmUp: false });
  const dialogues = DIALOGUES.flatMap((name) => parseDialogues(read(name), name));
  const turns = await walkDialogues(dialogues, byRouter(classifier, THRESHOLD), () => 0);
  const { accuracy, ece, hard } = makeReport(await outcomesOf(rows), THRESHOLD);
  const { accuracy: trapped } = makeReport(await outcomesOf(traps), THRESHOLD);
  return {
    accuracy,
    hard: hard.accuracy,
    traps: trapped,
    ece,
    dialogues: dialogueReport(turns, THRESHOLD).accuracy,
  };
}

test('the checked-in weights are not worse by more than a point than they are expected to be', async () => {
  const expected = JSON.parse(read('expected.json')) as GuardedFigures;
  const measured = await measure();
  const said = JSON.stringify(measured, (_, value) =>
    typeof value === 'number' ? Number(value.toFixed(4)) : value,
  );
  console.info(`routing, ${rows.length} rows: ${said}`);
  expect(regressions(measured, expected), `measured: ${said}${HOW}`).toEqual([]);
});

test('the evaluation is large and mixed enough to say something, and no row stands in it twice', () => {
  expect(rows.length).toBeGreaterThanOrEqual(800);
  expect(rows.filter(({ hard }) => hard).length).toBeGreaterThanOrEqual(100);
  for (const lang of ['en', 'zh']) {
    expect(rows.filter((row) => row.lang === lang).length).toBeGreaterThanOrEqual(200);
  }
  expect(traps.length).toBeGreaterThanOrEqual(700);
  const all = [...rows, ...traps];
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
});

test('no dialogue that is measured by is one that is fitted to', () => {
  const textsOf = (names: readonly string[]) =>
    names.flatMap((name) =>
      parseDialogues(read(name), name).map(({ turns }) => turns.map(({ text }) => plain(text)).join('|')),
    );
  const fitted = new Set(textsOf(['dev', 'more', 'voices'].map((name) => `dialogues-${name}.jsonl`)));
  const measured = textsOf(DIALOGUES);
  expect(fitted.size).toBeGreaterThan(300);
  expect(measured.length).toBeGreaterThan(60);
  expect(measured.filter((text) => fitted.has(text))).toEqual([]);
});

test('no row that is measured by stands among those that are trained on', () => {
  const later = ['evaluation-later.jsonl', 'evaluation-fresh.jsonl'].flatMap((name) =>
    parseRows(read(name), name),
  );
  const others = readdirSync(url('training')).map((name) => `training/${name}`);
  const trained = new Set(
    others.flatMap((name) => parseRows(read(name), name).map(({ text }) => plain(text))),
  );
  expect(trained.size).toBeGreaterThan(10_000);
  expect([...rows, ...traps, ...later].filter(({ text }) => trained.has(plain(text)))).toEqual([]);
});

/** So that case, spaces and punctuation do not hide a copy. */
function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
