import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startVllm, type VllmOptions } from '../../doubles/vllm/server.ts';
import { loadContractSchema } from '../../support/contract-schema.ts';
import { leaning } from '../../support/judge.ts';
import { runProcess } from '../../support/processes.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const contractProblems = loadContractSchema();
/** Enough for a double on however busy a machine. */
const PATIENT = ['--budget', '15000'];

const ROWS = [
  { text: 'hello there', label: 'code' },
  { text: 'Translate to French: good morning', label: 'code' },
  { text: 'solve 3x = 12', label: 'math' },
];
const DIALOGUE = { lang: 'en', turns: ROWS };

async function evaluate(lines: readonly object[], options: readonly string[], server: VllmOptions | null) {
  const folder = tempFolder();
  const file = join(folder, 'rows.jsonl');
  writeFileSync(file, lines.map((line) => JSON.stringify(line)).join('\n'));
  const env: Record<string, string> = { DATA_DIR: folder };
  const vllm = server === null ? null : await startVllm(server);
  if (vllm !== null) {
    onTestFinished(() => vllm.close());
    env.EXPERT_GENERAL_URL = vllm.url;
  }
  const script = ['src/routing/tools/evaluate.ts', file, '--json', ...options];
  const run = await runProcess(script, env);
  const last = run.stdout.trimEnd().split('\n').at(-1) ?? '';
  const questions = vllm?.requests.filter(({ path }) => path === '/v1/chat/completions').length ?? 0;
  return { ...run, folder, questions, report: last === '' ? null : JSON.parse(last) };
}

test('--tier judge asks the general endpoint about every row, and reports as the contract says', async () => {
  const { code, questions, report, stderr } = await evaluate(ROWS, ['--tier', 'judge', ...PATIENT], {
    choiceProbabilities: leaning('code', 0.97),
  });
  expect([code, stderr]).toEqual([0, '']);
  expect(contractProblems?.('routing_report', report) ?? []).toEqual([]);
  expect(report).toMatchObject({ n: 3, accuracy: 2 / 3, judge: { asked: 3, unanswered: 0 } });
  // One more before the first row, to see that the server judges.
  expect(questions).toBe(ROWS.length + 1);
});

test('--tier all asks it only where the classifier is unsure', async () => {
  const server = { choiceProbabilities: leaning('code', 0.97) };
  const sure = await evaluate(ROWS, ['--tier', 'all', '--threshold', '0', ...PATIENT], server);
  expect(sure.report.judge).toEqual({ asked: 0, unanswered: 0 });
  const unsure = await evaluate(ROWS, ['--tier', 'all', '--threshold', '1', ...PATIENT], server);
  expect(unsure.report.judge).toEqual({ asked: 3, unanswered: 0 });
});

test('--dialogues judges dialogues, with a judge and without', async () => {
  const without = await evaluate([DIALOGUE], ['--dialogues'], null);
  expect([without.code, without.stderr]).toEqual([0, '']);
  expect(without.report).toMatchObject({
    n: 3,
    by_kind: { first: { n: 1 }, stay: { n: 1 }, move: { n: 1 } },
  });
  const options = ['--dialogues', '--tier', 'judge', ...PATIENT];
  const judged = await evaluate([DIALOGUE], options, { choiceProbabilities: leaning('code', 0.97) });
  expect(judged.report).toMatchObject({ n: 3, accuracy: 2 / 3, judge: { asked: 3 } });
});

test.each<[string, string, RegExp]>([
  ['no endpoint at all', 'none', /Set EXPERT_GENERAL_URL/],
  ['an endpoint that is not there', 'http://127.0.0.1:9/v1', /does not judge: `npm run doctor`/],
])('--tier judge with %s says what to do, with exit code 1', async (_, url, message) => {
  const folder = tempFolder();
  const file = join(folder, 'rows.jsonl');
  writeFileSync(file, JSON.stringify(ROWS[0]));
  const env: Record<string, string> = { DATA_DIR: folder, LOG_LEVEL: 'silent' };
  if (url !== 'none') env.EXPERT_GENERAL_URL = url;
  const script = ['src/routing/tools/evaluate.ts', file, '--json', '--tier', 'judge'];
  const { code, stderr, stdout } = await runProcess(script, env);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(message);
});

test('a judge that chooses nothing is no evaluation', async () => {
  const { code, report, stderr } = await evaluate(ROWS, ['--tier', 'judge', ...PATIENT], {
    choices: 'silent',
    script: () => 'I would rather not',
  });
  expect([code, report]).toEqual([1, null]);
  expect(stderr).toMatch(/answered nothing at all/);
});

test('--svg writes the calibration plot beside the report', async () => {
  const folder = tempFolder();
  const svg = join(folder, 'plot.svg');
  const { code, report } = await evaluate(ROWS, ['--svg', svg], null);
  expect([code, report.n, existsSync(svg)]).toEqual([0, 3, true]);
  expect(readFileSync(svg, 'utf8')).toMatch(/^<svg [\s\S]*rows\.jsonl, classifier[\s\S]*<\/svg>\n$/);
});

test('a plot that cannot be written is told, and the report is not lost', async () => {
  const svg = join(tempFolder(), 'no', 'such', 'plot.svg');
  const { code, report, stderr } = await evaluate(ROWS, ['--svg', svg], null);
  expect([code, report.n]).toEqual([1, 3]);
  expect(stderr).toMatch(/^--svg: the plot cannot be written: ENOENT/);
});

test.each([
  [['--svg', 'x.svg', '--dialogues'], /--svg is for rows/],
  [['--budget', 'soon'], /--budget must be/],
  [['--budget', '3000000000'], /--budget must be/],
  [['--threshold', ''], /--threshold must be/],
  [['--svg', ''], /--svg needs the name/],
])('%j is refused in words', async (options, message) => {
  const { code, stderr } = await evaluate([DIALOGUE], options, null);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
});
