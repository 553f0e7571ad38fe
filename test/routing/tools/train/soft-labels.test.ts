import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LABELS } from '../../../../src/routing/labels.ts';
import { parseRows } from '../../../../src/routing/tools/rows.ts';
import { keyOf, parseSoftLabels } from '../../../../src/routing/tools/train/soft-labels.ts';

const ROUTING = new URL('../../../../src/routing/', import.meta.url);

test('a text is found by its key, its percentages are probabilities', () => {
  const labels = parseSoftLabels(`${keyOf('two and two')} 1 2 97 0 1\n`, 'labels.txt');
  const found = labels.get(keyOf('two and two'));
  expect(found?.map((value) => Math.round(value * 1000))).toEqual([10, 20, 960, 0, 10]);
  expect(found?.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  expect(labels.get(keyOf('two and 2'))).toBeUndefined();
});

test.each([
  ['a key that is none', 'xyz 1 2 97 0 0', 'labels.txt:1: not a key and 5 percentages'],
  ['a label too few', `${keyOf('a')} 1 2 97 0`, 'labels.txt:1: not a key and 5 percentages'],
  ['a text that was there before', `${keyOf('a')} 0 0 1 99 0\n${keyOf('a')} 1 2 97 0 0`, 'labels.txt:2: '],
  ['percentages of another whole', `${keyOf('a')} 1 2 50 0 0`, 'labels.txt:1: the percentages sum to 53'],
])('%s is refused, with file and line', (_, line, message) => {
  expect(() => parseSoftLabels(line, 'labels.txt')).toThrow(message);
});

test('the checked-in labels are those of our English and Chinese training rows, and mostly agree with them', () => {
  const labels = parseSoftLabels(readFileSync(new URL('teacher/soft-labels.txt', ROUTING), 'utf8'), 'labels');
  const folder = new URL('data/training/', ROUTING);
  const rows = readdirSync(folder)
    .flatMap((file) => parseRows(readFileSync(new URL(file, folder), 'utf8'), file))
    .filter(({ lang }) => lang === 'en' || lang === 'zh');
  const taught = rows.flatMap(({ label, text }) => {
    const says = labels.get(keyOf(text));
    return says === undefined ? [] : [LABELS[says.indexOf(Math.max(...says))] === label];
  });
  expect(taught.length / rows.length).toBeGreaterThan(0.9);
  expect(taught.filter(Boolean).length / taught.length).toBeGreaterThan(0.9);
});
