import { expect, test } from 'vitest';
import { measureRows } from '../../../src/routing/tools/measure.ts';
import { parseRows } from '../../../src/routing/tools/rows.ts';

const jsonl = Array.from({ length: 5 }, (_, i) =>
  JSON.stringify({ text: `t${i}`, label: 'math', lang: 'en', hard: i === 0 }),
).join('\n');
const rows = parseRows(jsonl, 'f');

test('every row is decided by itself, in order, and keeps what it is reported by', async () => {
  const asked: string[] = [];
  const outcomes = await measureRows(
    rows,
    async (text, last) => {
      asked.push(`${text} after ${last}`);
      return { predicted: 'code', confidence: 0.5 };
    },
    { warmUp: false },
  );
  expect(asked).toEqual(rows.map(({ text }) => `${text} after null`));
  expect(outcomes.map(({ hard }) => hard)).toEqual([true, false, false, false, false]);
  expect(outcomes[0]).toMatchObject({ label: 'math', predicted: 'code', confidence: 0.5, lang: 'en' });
  expect(outcomes.every(({ ms }) => ms >= 0)).toBe(true);
});

test('a warm-up does not count, and a long run tells how far it is, not that it has ended', async () => {
  let asked = 0;
  const told: number[] = [];
  const outcomes = await measureRows(
    rows,
    async () => {
      asked++;
      return { predicted: 'math', confidence: 1 };
    },
    { warmUp: true, everyMs: 0, progress: (done) => told.push(done) },
  );
  expect([asked, outcomes.length, told]).toEqual([10, 5, [1, 2, 3, 4]]);
});
