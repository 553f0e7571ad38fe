import { expect, test } from 'vitest';
import { originFolds, originOf } from '../../../src/routing/tools/folds.ts';
import type { Row } from '../../../src/routing/tools/rows.ts';

function row(source: string, text = 'x'): Row {
  return { text, label: 'general', lang: 'en', hard: false, source };
}

test.each([
  ['own:gen.py#code_en', 'own:gen.py#code_en'],
  ['own:st_en.txt#190', 'own:st_en.txt#190'],
  ['own:tr_zh.txt#19 wrapped tr_zh#19', 'tr_zh#19'],
  ['some/Repo:data/file.tsv#236 wrapped tr_it#2', 'tr_it#2'],
  ['some/Repo:data/file.tsv#236 wrapped', 'some/repo'],
  ['hand-written:structured.py#den-8-4', 'hand-written:structured.py#den-8'],
])('the origin of %s is %s', (source, origin) => {
  expect(originOf(row(source))).toBe(origin);
});

test('rows of one origin share a fold, and the folds share the origins', () => {
  const rows = Array.from({ length: 400 }, (_, i) => row(`own:frames.txt#${i % 100}`));
  const folds = originFolds(rows, 5, 1);
  expect(rows.every((_, i) => folds[i] === folds[i % 100])).toBe(true);
  expect(new Set(folds)).toEqual(new Set([0, 1, 2, 3, 4]));
});

test('rows without a source are origins of their own', () => {
  const rows = Array.from({ length: 100 }, (_, i) => row('', `text ${i}`));
  expect(new Set(originFolds(rows, 5, 1)).size).toBe(5);
});
