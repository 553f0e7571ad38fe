import { describe, expect, test } from 'vitest';
import { receiptInWords } from '../../commands/receipt-words.ts';
import type { Receipt, Route } from '../../src/conversation/types.ts';
import { receiptLine } from '../../src/delivery/receipt-line.ts';
import { reasonWords, runnerUp } from '../../src/delivery/route-words.ts';
import { decideByRules } from '../../src/routing/rules.ts';
import type { RouteQuestion } from '../../src/routing/types.ts';
import { receipt } from '../support/turns.ts';

const ROUTE: Route = {
  expert: 'math',
  tier: 'classifier',
  confidence: 0.94,
  scores: { general: 0.01, code: 0.05, math: 0.94, translate: 0, structured: 0, vision: 0 },
  reason: 'looks like math (0.94)',
};
const PLANNED: Receipt = receipt('x', {
  expert: 'general',
  route: ROUTE,
  steps: [
    { expert: 'math', model_used: 'mm', ms: 812 },
    { expert: 'code', model_used: 'cc', ms: 90, failed: 'The model failed.' },
    { expert: 'general', model_used: 'm', ms: 400 },
  ],
  checks: [
    { name: 'arithmetic', status: 'passed', detail: '3 steps were recomputed' },
    { name: 'plan', status: 'failed', detail: '2 个部分中有 1 个没有完成（code）' },
  ],
  latency_ms: { route: 0.1, first_token: 210, total: 1_302 },
});

const line = (of: Receipt, language: 'en' | 'zh') => receiptLine({ phase: 'done', receipt: of }, language);

describe('the receipt line', () => {
  test('tells expert, who chose it, how sure, who came next, the steps, the checks and the time', () => {
    expect(line(PLANNED, 'en')).toBe(
      'general · classifier 94% sure, runner-up code 5% · math → code ✗ → general · arithmetic checked · a part is missing · 1.3 s',
    );
    expect(line(PLANNED, 'zh')).toBe(
      '通用 · 分类器把握 94%，其次代码 5% · 数学 → 代码 ✗ → 通用 · 算式已验算 · 有一部分缺失 · 1.3 秒',
    );
  });

  test.each([
    ['forced', 'asked for', '指定'],
    ['rule', 'by a rule', '按规则'],
    ['judge', 'judge model 94% sure, runner-up code 5%', '裁判模型把握 94%，其次代码 5%'],
    ['default', 'not sure (94%), runner-up code 5%', '把握不足（94%），其次代码 5%'],
  ] as const)('names the tier %s', (tier, english, chinese) => {
    const of = receipt('x', { route: { ...ROUTE, tier } });
    expect(line(of, 'en').split(' · ')[1]).toBe(english);
    expect(line(of, 'zh').split(' · ')[1]).toBe(chinese);
  });

  test.each([
    ['math is down; general answered', '数学连接不上，由通用代答'],
    ['math takes only 4096 tokens; general answered', '数学装不下这么长的内容，由通用代答'],
    ['math failed; general answered', '数学无法回答，由通用代答'],
  ])('says who stood in, and why: %s', (reason, chinese) => {
    const of = receipt('x', { expert: 'general', degraded: { wanted: 'math', reason } });
    expect(line(of, 'en')).toContain(` · ${reason} · `);
    expect(line(of, 'zh')).toContain(chinese);
  });

  test('knows no runner-up where all spoke for one', () => {
    expect(runnerUp({ expert: 'math', scores: { math: 1, code: 0 } })).toBeNull();
    expect(runnerUp({ expert: 'math', scores: {} })).toBeNull();
  });
});

describe('/why', () => {
  test('tells all of it in English, with the router’s own reason', () => {
    const told = receiptInWords(PLANNED, 'en');
    for (const row of [
      '- **Chosen by:** the classifier: math, 94% sure',
      '- **Reason:** looks like math (0.94)',
      '- **Runner-up:** code 5%',
      '- **Steps:** math (`mm`, 0.8 s) → code ✗ (`cc`, 0.1 s: The model failed.) → general (`m`, 0.4 s)',
      '- **Checks:** arithmetic checked (3 steps were recomputed); a part is missing',
      '- **Time:** 1.3 s in all',
    ])
      expect(told).toContain(row);
  });

  test('tells all of it in Chinese, without English but for models and what failed', () => {
    const told = receiptInWords(PLANNED, 'zh');
    for (const row of [
      '- **选择依据:** 分类器：数学，把握 94%',
      '- **理由:** 从文字和对话看，这条消息最像数学（94%）',
      '- **第二选择:** 代码 5%',
      '- **步骤:** 数学 (`mm`, 0.8 秒) → 代码 ✗',
      '- **检查:** 算式已验算；有一部分缺失（2 个部分中有 1 个没有完成（code））',
      '- **用时:** 共 1.3 秒',
    ])
      expect(told).toContain(row);
    expect(told).not.toMatch(/looks like|recomputed/);
  });
});

const NONE = { lastExpert: null, pinned: null } as const;
const RULED: readonly (readonly [string, Partial<RouteQuestion>])[] = [
  ['an image', { attachments: ['image/png'] }],
  ['a pin', { state: { ...NONE, pinned: 'code' } }],
  ['a reply', { repliedExpert: 'math' }],
  [
    'a schema',
    { text: 'Return JSON by this schema: {"type": "object", "properties": {"a": {"type": "string"}}}' },
  ],
  ['prose with JSON', { text: '解释秦统一六国的原因，并以 JSON 格式列出三个关键事件。' }],
  ['a name', { forced: 'translate' }],
];

test.each(RULED)('the reason of a rule is told in Chinese, too: %s', (_, changes) => {
  const route = decideByRules({ text: 'hi', forced: null, attachments: [], state: NONE, ...changes });
  if (route === null) throw new Error('no rule speaks');
  const words = reasonWords(route, 'zh');
  expect(words.replaceAll(/JSON|schema/g, '')).not.toMatch(/[a-z]/i);
  expect(words).not.toContain('有一条规则');
  expect(reasonWords(route, 'en')).toBe(route.reason);
});
