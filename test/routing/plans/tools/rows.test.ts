import { expect, test } from 'vitest';
import { measurePlans } from '../../../../src/routing/plans/tools/measure.ts';
import { parsePlanRows } from '../../../../src/routing/plans/tools/rows.ts';

test('rows are read, blank lines passed over, pictures absent unless they are said', () => {
  const rows = parsePlanRows('{"text":"a","lang":"en","experts":["code","math"]}\n\n', 'x.jsonl');
  expect(rows).toEqual([{ text: 'a', lang: 'en', experts: ['code', 'math'], pictures: false }]);
});

test.each([
  'no JSON',
  'null',
  '{"text":"a","lang":"en","experts":[]}',
  '{"text":"a","lang":"en","experts":["cook"]}',
  '{"text":1,"lang":"en","experts":["code"]}',
  '{"text":"a","lang":"en","experts":["code"],"pictures":"yes"}',
])('%s is refused with file and line', (line) => {
  expect(() => parsePlanRows(`\n${line}`, 'x.jsonl')).toThrow('x.jsonl:2');
});

test('found, overlooked and false alarms are counted apart', () => {
  const row = (text: string, several: boolean, lang = 'en') => ({
    text,
    lang,
    experts: several ? (['code', 'math'] as const) : (['code'] as const),
    pictures: false,
  });
  const rows = [row('yes', true), row('no', true, 'zh'), row('yes', false), row('no', false)];
  const report = measurePlans(
    rows,
    ['no', 'no', 'no', 'yes'],
    ({ text }) => (text === 'yes' ? ['code', 'general'] : null),
    () => 0,
  );
  expect(report).toMatchObject({
    mixed: 2,
    lookalikes: 2,
    recall: 0.5,
    precision: 0.5,
    false_alarms: 0.5,
    all_experts: 0,
    ordinary: { n: 4, false_alarms: 0.25 },
    per_lang: { zh: { recall: 0 }, en: { recall: 1 } },
  });
});
