import { expect, test } from 'vitest';
import {
  checkSummary,
  surenessOf,
  textRows,
} from '../../../../../adapters/web/page/messages/receipt-rows.ts';
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

const receipt = fakeReceipt(ROUTE, 'c', 'answer', 'stop');

test.each([
  ['en', en, 'Code · 4%', 'by the classifier · digits'],
  ['zh', zh, '代码 · 4%', '由分类器选择 · 从文字和对话看，这条消息最像数学（94%）'],
] as const)(
  'the rows are in the page’s language (%s); a single step is none',
  (language, words, second, why) => {
    const rows = new Map(textRows(receipt, words, language));
    expect(rows.get(words.receipt.runnerUp)).toBe(second);
    expect(rows.get(words.receipt.why)).toBe(why);
    expect(rows.has(words.receipt.steps)).toBe(false);
  },
);

test('a choice that nobody was sure of is not called sure', () => {
  expect(surenessOf(ROUTE, en)).toBe('94% sure');
  expect(surenessOf({ ...ROUTE, tier: 'forced' }, en)).toBe('chosen by you');
  expect(surenessOf({ ...ROUTE, tier: 'default', confidence: 0.08 }, en)).toBe('not sure (8%)');
  expect(surenessOf({ ...ROUTE, tier: 'default', confidence: 0.08 }, zh)).toBe('把握不足（8%）');
});

test('where no other expert was thought of there is no runner-up', () => {
  const alone = { ...receipt, route: { ...ROUTE, scores: { math: 1 } } };
  expect(new Map(textRows(alone, en, 'en')).has(en.receipt.runnerUp)).toBe(false);
});

test('the steps of a plan stand in their order, one that failed with why', () => {
  const steps = [
    { expert: 'math', model_used: 'm', ms: 1_240 },
    { expert: 'code', model_used: 'm', ms: 90, failed: 'The model did not answer in time.' },
  ] as const;
  const rows = new Map(textRows({ ...receipt, steps }, en, 'en'));
  expect(rows.get(en.receipt.steps)).toBe('Math (1.2 s) → Code (0.1 s) ✗ The model did not answer in time.');
});
