import { expect, test } from 'vitest';
import { groupByPeriod, periodOf } from '../../../../../adapters/web/page/sidebar/by-day.ts';

const NOW = new Date(2026, 2, 15, 0, 30);

test.each([
  ['half an hour ago is yesterday when midnight lies between', new Date(2026, 2, 14, 23, 59), 'yesterday'],
  ['the same day', new Date(2026, 2, 15, 0, 1), 'today'],
  ['a clock that runs ahead', new Date(2026, 2, 16), 'today'],
  ['six days ago', new Date(2026, 2, 9, 12), 'week'],
  ['seven days ago', new Date(2026, 2, 8, 12), 'month'],
  ['four weeks ago', new Date(2026, 1, 14, 12), 'month'],
  ['thirty days ago', new Date(2026, 1, 13, 12), { year: 2026, month: 1 }],
  ['last year', new Date(2025, 11, 31), { year: 2025, month: 11 }],
])('%s', (_, time, period) => {
  expect(periodOf(time, NOW)).toEqual(period);
});

test('runs of one period stand together, in their order', () => {
  const times = [
    new Date(2026, 2, 15),
    new Date(2026, 2, 15, 0, 10),
    new Date(2025, 0, 2),
    new Date(2025, 0, 1),
  ];
  const groups = groupByPeriod(times, (time) => time, NOW);
  expect(groups.map(({ items, period }) => [period, items.length])).toEqual([
    ['today', 2],
    [{ year: 2025, month: 0 }, 2],
  ]);
});
