import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadContractSchema } from '../../support/contract-schema.ts';
import { runProcess } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';
import { OWN_SENTENCES } from '../own-sentences.ts';

const contractProblems = loadContractSchema();

function evaluate(jsonl: string, ...options: string[]) {
  const file = join(tempFolder(), 'rows.jsonl');
  writeFileSync(file, jsonl);
  return runProcess(['src/routing/tools/evaluate.ts', file, ...options], {});
}

function lastLine(stdout: string) {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
}

const OWN = OWN_SENTENCES.map(([label, text], i) =>
  JSON.stringify({ text, label, lang: i % 2 === 0 ? 'en' : 'zh', hard: i % 10 === 0 }),
);
const AMBIGUOUS = JSON.stringify({ text: 'whatever', label: 'math', ambiguous: true });

test('the last line with --json is the report of the contract, over the rows that count', async () => {
  const { code, stdout, stderr } = await evaluate([...OWN, AMBIGUOUS].join('\n'), '--json');
  expect([code, stderr]).toEqual([0, '']);
  const report = lastLine(stdout);
  expect(contractProblems?.('routing_report', report) ?? []).toEqual([]);
  expect(report.n).toBe(OWN.length);
  expect(report.per_class.math.n).toBe(OWN_SENTENCES.filter(([label]) => label === 'math').length);
  expect(report.per_lang).toMatchObject({ en: { n: OWN.length / 2 }, zh: { n: OWN.length / 2 } });
  expect(report.hard.n).toBe(5);
  const { confusion } = report;
  const diagonal = Object.keys(confusion).reduce((sum, label) => sum + confusion[label][label], 0);
  expect(report.accuracy).toBeCloseTo(diagonal / OWN.length, 12);
  expect(report.p99_ms).toBeGreaterThanOrEqual(report.p50_ms);
});

test('without --json people can read it', async () => {
  const { code, stdout } = await evaluate(OWN.join('\n'));
  expect(code).toBe(0);
  expect(stdout).toMatch(/^accuracy +\d+\.\d%$/m);
  expect(stdout).toMatch(/^ {2}structured( +\d+\.\d%){3} +\d+$/m);
});

test('--tier all judges the router, which knows rules and sends the unsure to general', async () => {
  const request = 'As JSON with this schema {"type":"object","properties":{"a":{"type":"number"}}}: a is 4';
  const rows = [
    { text: request, label: 'structured' },
    { text: 'translate this to French: hello my friend', label: 'general' },
  ].map((row) => JSON.stringify(row));
  const { stdout } = await evaluate(rows.join('\n'), '--tier', 'all', '--threshold', '1', '--json');
  expect(lastLine(stdout)).toMatchObject({ accuracy: 1, sure: { share: 0.5, accuracy: 1 } });
});

test.each([
  ['a bad line', '{"text":"a","label":"math"}\nnonsense', [], /rows\.jsonl:2: not JSON/],
  ['rows that all are ambiguous', AMBIGUOUS, [], /no row that counts/],
  ['the judge', OWN.join('\n'), ['--tier', 'judge'], /no judge.*--tier classifier/],
  ['an unknown tier', OWN.join('\n'), ['--tier', 'best'], /--tier must be/],
  ['an unknown option', OWN.join('\n'), ['--fast'], /Usage: npm run eval:routing/],
  ['a threshold that is no share', OWN.join('\n'), ['--threshold', 'high'], /--threshold must be/],
])('%s is refused in words, with exit code 1', async (_, jsonl, options, message) => {
  const { code, stdout, stderr } = await evaluate(jsonl, ...options, '--json');
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr).not.toMatch(/^\s+at /m);
});

test('a file that is not there is refused in words', async () => {
  const { code, stderr } = await runProcess(['src/routing/tools/evaluate.ts', '/nowhere/rows.jsonl'], {});
  expect(code).toBe(1);
  expect(stderr).toMatch(/nowhere\/rows\.jsonl/);
});
