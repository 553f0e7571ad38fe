import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createDetector } from '../../../src/routing/plans/detect.ts';
import { measurePlans } from '../../../src/routing/plans/tools/measure.ts';
import { parsePlanRows } from '../../../src/routing/plans/tools/rows.ts';
import { parseRows } from '../../../src/routing/tools/rows.ts';
import { loadClassifier } from '../load-classifier.ts';

const DATA = 'src/routing/plans/data';
/** In points of a share: what a refitted classifier may move without anybody having to look. */
const TOLERANCE = 0.03;
const ORDINARY_TOLERANCE = 0.004;
const HOW = `
The figures are those of
  node src/routing/plans/tools/evaluate.ts
After new weights of the classifier run node src/routing/plans/tools/fit.ts first. When a change is meant, write what is
measured into ${DATA}/expected.json, and say in the commit why.`;

const read = (name: string) => readFileSync(new URL(`../../../${DATA}/${name}`, import.meta.url), 'utf8');
const rows = parsePlanRows(read('test.jsonl'), 'test.jsonl');
const fitted = parsePlanRows(read('dev.jsonl'), 'dev.jsonl');
const ordinary = parseRows(read('../../data/evaluation.jsonl'), 'evaluation.jsonl').map(({ text }) => text);

test('as many messages for several experts are found as expected, and no more others are taken for them', () => {
  const expected = JSON.parse(read('expected.json'));
  const report = measurePlans(rows, ordinary, createDetector(loadClassifier()), () => 0);
  const { false_alarms, recall } = report;
  const said = JSON.stringify({ recall, false_alarms, ordinary: report.ordinary.false_alarms });
  console.info(`plans, ${rows.length} rows: ${said}`);
  expect(recall, `measured: ${said}${HOW}`).toBeGreaterThanOrEqual(expected.recall - TOLERANCE);
  expect(false_alarms, `measured: ${said}${HOW}`).toBeLessThanOrEqual(expected.false_alarms + TOLERANCE);
  expect(report.ordinary.false_alarms, `measured: ${said}${HOW}`).toBeLessThanOrEqual(
    expected.ordinary + ORDINARY_TOLERANCE,
  );
});

test('the rows are as many and as mixed as issue 10 asks for, half English and half Chinese', () => {
  for (const lang of ['en', 'zh']) {
    const of = rows.filter((row) => row.lang === lang);
    expect(of.filter(({ experts }) => experts.length > 1).length).toBeGreaterThanOrEqual(80);
    expect(of.filter(({ experts }) => experts.length === 1).length).toBeGreaterThanOrEqual(110);
  }
  expect(new Set(rows.map(({ text }) => text)).size).toBe(rows.length);
});

test('no row that is measured stands among those that are fitted to', () => {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
  const known = new Set(fitted.map(({ text }) => plain(text)));
  expect(known.size).toBeGreaterThan(500);
  expect(rows.filter(({ text }) => known.has(plain(text))).map(({ text }) => text)).toEqual([]);
});
