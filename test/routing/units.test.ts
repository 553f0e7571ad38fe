import { expect, test } from 'vitest';
import { NO_CLUSTER, parseClusters } from '../../src/routing/clusters.ts';
import { MAX_CODES, writeCodes } from '../../src/routing/normalize.ts';
import { createTokenReader } from '../../src/routing/tokens.ts';
import { createUnitReader } from '../../src/routing/units.ts';

/** What the unit reader makes of a text, with a list of one word a cluster. */
function unitsOf(text: string, listed: readonly string[]) {
  const codes = new Uint16Array(MAX_CODES);
  const tokens = createTokenReader()(codes, writeCodes(text, codes));
  const units = createUnitReader(parseClusters(listed.map((word, i) => `${i} ${word}`).join('\n')))(tokens);
  return Array.from({ length: units.count }, (_, i) => ({
    word: units.fine[i] === NO_CLUSTER ? null : listed[units.fine[i] ?? 0],
    tokens: units.words[i],
  }));
}

test('ideographs are put together to the longest word that is listed', () => {
  expect(unitsOf('写一个菜谱', ['菜', '菜谱', '一个'])).toEqual([
    { word: null, tokens: 1 },
    { word: '一个', tokens: 2 },
    { word: '菜谱', tokens: 2 },
  ]);
});

test.each([
  ['Korean with a particle', '레시피를', '레시피'],
  ['Japanese with kana', 'レシピを', 'レシピ'],
  ['Thai without spaces', 'สูตรอาหาร', 'สูตร'],
])('%s is found by the listed word', (_, text, word) => {
  expect(unitsOf(text, [word])[0]).toEqual({ word, tokens: word.length });
});

test('the longer of two listed words wins, in any script', () => {
  expect(unitsOf('คอมพิวเตอร์', ['คอม', 'คอมพิวเตอร์'])).toEqual([{ word: 'คอมพิวเตอร์', tokens: 11 }]);
  expect(unitsOf('ポルトガル語で', ['ポルトガル', 'ポルトガル語'])[0]).toEqual({
    word: 'ポルトガル語',
    tokens: 6,
  });
});

test('a word ends where a space stands', () => {
  expect(unitsOf('菜 谱', ['菜谱'])).toEqual([
    { word: null, tokens: 1 },
    { word: null, tokens: 1 },
  ]);
});

test('a listed syllable of Korean counts alone, not within a word', () => {
  expect(unitsOf('수', ['수'])).toEqual([{ word: '수', tokens: 1 }]);
  expect(unitsOf('가수', ['수'])).toEqual([
    { word: null, tokens: 1 },
    { word: null, tokens: 1 },
  ]);
});

test('a word with letters is one unit, listed or not', () => {
  expect(unitsOf('une recette', ['recette'])).toEqual([
    { word: null, tokens: 1 },
    { word: 'recette', tokens: 1 },
  ]);
});
