import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { receiptInWords } from '../../commands/receipt-words.ts';
import type { Receipt } from '../../src/conversation/types.ts';
import { startVllm, type VllmDouble } from '../doubles/vllm/server.ts';
import { runProcess } from '../support/processes.ts';
import { startWhole, type Whole } from '../support/whole.ts';

/** What the math model says to a question with the word in it: at first, and when it is asked again. */
const ANSWERS: Readonly<Record<string, readonly [first: string, again: string]>> = {
  'q-passed': ['17 * 23 = 391.', ''],
  'q-repaired': ['17 * 23 = 381.', '17 * 23 = 391.'],
  'q-failed': ['17 * 23 = 381.', '17 * 23 = 371.'],
  'q-skipped': ['It depends on the axioms.', ''],
};

let vllm: VllmDouble;
let whole: Whole;
let folder: string;

beforeAll(async () => {
  vllm = await startVllm({
    window: 4096,
    script(body) {
      const prompt = JSON.stringify(body.messages);
      const word = Object.keys(ANSWERS).find((one) => prompt.includes(one)) ?? '';
      const isAgain = /has these errors|有这些错误/.test(prompt);
      return ANSWERS[word]?.[isAgain ? 1 : 0];
    },
  });
  whole = await startWhole({ general: [vllm.url] });
  folder = await mkdtemp(join(tmpdir(), 'switchboard-checks-'));
});

afterAll(async () => {
  await whole.close();
  await vllm.close();
  await rm(folder, { recursive: true, force: true });
});

const CASES = [
  ['passed', 'arithmetic checked', '算式已验算'],
  ['repaired', 'arithmetic corrected', '算式已改正'],
  ['failed', 'arithmetic looks wrong', '算式可能有误'],
  ['skipped', 'arithmetic not checked', '算式未验算'],
] as const;

describe.each(CASES)('a check that is %s', (status, english, chinese) => {
  const verdict = (receipt: Receipt) => receipt.checks.find(({ name }) => name === 'arithmetic');

  test('stands in the receipt over HTTP, and reads as words in /why', async () => {
    const receipt = await whole.ask({ text: `what is 17 * 23? q-${status}`, expert: 'math' });
    expect(verdict(receipt)?.status).toBe(status);
    expect(receiptInWords(receipt, 'en')).toContain(english);
    expect(receiptInWords(receipt, 'zh')).toContain(chinese);
  });

  test('stands in the receipt of the stateless route', async () => {
    const messages = [{ role: 'user', content: `17 乘 23 是多少？ q-${status}` }];
    const response = await whole.post('/v1/chat/completions', { model: 'math', messages });
    const { switchboard } = (await response.json()) as { switchboard: Receipt };
    expect(verdict(switchboard)?.status).toBe(status);
    expect(verdict(switchboard)?.detail).toMatch(/\p{Script=Han}/u);
  });
});

test('a check stands in the receipt in the terminal, and what did not hold is told on stderr', {
  timeout: 60_000,
}, async () => {
  const ask = (...words: string[]) =>
    runProcess(['adapters/terminal/ask.ts', '--expert', 'math', ...words], {
      DATA_DIR: folder,
      EXPERT_GENERAL_URL: vllm.url,
    });
  const { stdout } = await ask('--json', 'what is 17 * 23? q-repaired');
  expect(JSON.parse(stdout)).toMatchObject({
    response: '17 * 23 = 391.',
    checks: [{ name: 'arithmetic', status: 'repaired' }],
  });
  const { stderr } = await ask('what is 17 * 23? q-failed');
  expect(stderr).toContain('arithmetic looks wrong: 17 * 23 = 381 (should be 391)');
});
