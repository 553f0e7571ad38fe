import { expect, test } from 'vitest';
import { parseRows } from '../../../src/routing/tools/rows.ts';

test('rows are read in their order; blank lines, a byte-order mark and Windows line ends do not matter', () => {
  const jsonl =
    '\uFEFF{"text":"2+2","label":"math","lang":"en","hard":true}\r\n\r\n{"text":"你好","label":"general"}\n';
  expect(parseRows(jsonl, 'f')).toEqual([
    { text: '2+2', label: 'math', lang: 'en', hard: true, source: '' },
    { text: '你好', label: 'general', lang: 'und', hard: false, source: '' },
  ]);
});

test('a field that is null is as good as absent, and one that is none of ours may be anything', () => {
  const jsonl = '{"text":"a","label":"math","lang":null,"hard":null,"ambiguous":null,"source":["x"],"id":7}';
  expect(parseRows(jsonl, 'f')).toEqual([{ text: 'a', label: 'math', lang: 'und', hard: false, source: '' }]);
});

test('ambiguous rows do not count', () => {
  expect(parseRows('{"text":"a","label":"math","ambiguous":true}', 'f')).toEqual([]);
});

test.each([
  ['{"text":"a","label":"math"', 'rows.jsonl:2: not JSON'],
  ['[1]', 'rows.jsonl:2: not a JSON object'],
  ['null', 'rows.jsonl:2: not a JSON object'],
  ['{"label":"math"}', 'rows.jsonl:2: "text" must be a string'],
  ['{"text":"a"}', 'rows.jsonl:2: "label" must be one of general, code, math, translate, structured'],
  [
    '{"text":"a","label":"vision"}',
    'rows.jsonl:2: "label" must be one of general, code, math, translate, structured',
  ],
  ['{"text":"a","label":"math","hard":"yes"}', 'rows.jsonl:2: "hard" must be true or false'],
  ['{"text":"a","label":"math","lang":1}', 'rows.jsonl:2: "lang" must be a string'],
])('the bad line %s is named with its place', (line, message) => {
  expect(() => parseRows(`{"text":"a","label":"math"}\n${line}\n`, 'rows.jsonl')).toThrow(message);
});
