import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parseCalibrations } from '../../../../src/routing/judge/calibration.ts';
import { PROMPT_VERSION } from '../../../../src/routing/judge/prompt.ts';
import type { Label } from '../../../../src/routing/labels.ts';
import type { VllmOptions } from '../../../doubles/vllm/server.ts';
import { startVllm } from '../../../doubles/vllm/server.ts';
import { leaning } from '../../../support/judge.ts';
import { runProcess } from '../../../support/processes.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { syntheticJsonl } from '../../tools/synthetic.ts';

const FIT = 'src/routing/judge/tools/fit.ts';

async function fitJudge(options: VllmOptions, earlier: object | null = null) {
  const vllm = await startVllm({ models: [{ id: 'main', root: 'acme/m' }], ...options });
  onTestFinished(() => vllm.close());
  const folder = tempFolder();
  const rows = join(folder, 'rows.jsonl');
  const written = join(folder, 'judge-calibration.json');
  writeFileSync(rows, syntheticJsonl());
  if (earlier !== null) writeFileSync(written, JSON.stringify(earlier));
  const env = { DATA_DIR: folder, EXPERT_GENERAL_URL: vllm.url };
  return {
    ...(await runProcess([FIT, rows], env)),
    vllm,
    read: () => parseCalibrations(readFileSync(written, 'utf8')),
  };
}

/** A judge that always claims 0.97, and is right four times in five. */
const labels = new Map(
  syntheticJsonl()
    .split('\n')
    .filter(Boolean)
    .map((line, index) => {
      const { label, text } = JSON.parse(line) as { label: Label; text: string };
      return [text, index % 5 === 0 ? (label === 'math' ? 'code' : 'math') : label] as const;
    }),
);
const overconfident: VllmOptions['choiceProbabilities'] = ({ messages }) => {
  const { content } = (messages as { content: string }[]).at(-1) ?? { content: '' };
  return leaning(labels.get(JSON.parse(content.replace('Message: ', '')) as string) ?? 'general', 0.97);
};

test('a running model is fitted under its own name, and what was fitted before is kept', async () => {
  const other = { temperature: 3, bias: { general: 0, code: 0, math: 0, translate: 0, structured: 0 } };
  const earlier = {
    prompt: PROMPT_VERSION,
    models: { 'acme/other': { ...other, classifierWeight: 1, rows: 9 } },
  };
  const { code, read, stderr, stdout } = await fitJudge({ choiceProbabilities: overconfident }, earlier);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/acme\/m: 100 messages judged.*flatter/);
  expect(stdout).toMatch(/assumed .*\n.*fitted .*log loss/);
  const { models } = read();
  expect(Object.keys(models).sort()).toEqual(['acme/m', 'acme/other']);
  expect(models['acme/m']?.rows).toBe(100);
  expect(models['acme/m']?.temperature).toBeGreaterThan(1);
});

test('without log-probabilities there is nothing to fit, and nothing is written', async () => {
  const { code, read, stderr } = await fitJudge({ choices: 'silent', script: () => 'A' });
  expect(code).toBe(1);
  expect(stderr).toMatch(/nothing to fit/);
  expect(read).toThrow(/ENOENT/);
});

test('without a model, or without a file, it is said what to do', async () => {
  const none = await runProcess([FIT, 'rows.jsonl'], { DATA_DIR: tempFolder() });
  expect([none.code, none.stderr]).toEqual([1, expect.stringMatching(/EXPERT_GENERAL_URL/)]);
  const usage = await runProcess([FIT], {});
  expect([usage.code, usage.stderr]).toEqual([1, expect.stringMatching(/Usage: .*judge:fit/)]);
});
