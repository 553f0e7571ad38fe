import { expect, test } from 'vitest';
import { checkSummary, runnerUp, textRows } from '../../../../../adapters/web/page/messages/receipt-rows.ts';
import { en } from '../../../../../adapters/web/page/words/en.ts';
import { zh } from '../../../../../adapters/web/page/words/zh.ts';
import type { Check, Route } from '../../../../../src/conversation/types.ts';
import { fakeReceipt } from '../../../../support/fake-switchboard.ts';

const ROUTE: Route = {
  expert: 'math',
  tier: 'classifier',
  confidence: 0.94,
  scores: { general: 0.02, math: 0.94, code: 0.04 },
  reason: 'digits',
};
const check = (status: Check['status']): Check => ({ name: 'arithmetic', status });

test('the worst check is the one that is told; what was not checked says nothing', () => {
  expect(checkSummary([check('passed'), check('failed'), check('repaired')])).toBe('failed');
  expect(checkSummary([check('passed'), check('repaired')])).toBe('repaired');
  expect(checkSummary([check('passed'), check('skipped')])).toBe('passed');
  expect(checkSummary([check('skipped')])).toBeNull();
  expect(checkSummary([])).toBeNull();
});

test('the runner-up is the best of the others', () => {
  expect(runnerUp(ROUTE)).toEqual({ expert: 'code', share: 0.04 });
  expect(runnerUp({ ...ROUTE, scores: { math: 1 } })).toBeNull();
});

test.each([
  ['English', en, 'Code · 4%'],
  ['Chinese', zh, '代码 · 4%'],
])('the rows are in %s; a single step is none', (_, words, second) => {
  const rows = new Map(textRows(fakeReceipt(ROUTE, 'c', 'answer', 'stop'), words));
  expect(rows.get(words.receipt.runnerUp)).toBe(second);
  expect(rows.get(words.receipt.why)).toContain('digits');
  expect(rows.has(words.receipt.steps)).toBe(false);
});
