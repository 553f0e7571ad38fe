import { expect, test } from 'vitest';
import { findLanguage, LANGUAGES, namesOf } from '../../src/translation/languages.ts';

test('the table holds the 204 languages of NLLB-200, each once', () => {
  expect(new Set(LANGUAGES.map(({ code }) => code)).size).toBe(204);
  expect(LANGUAGES).toHaveLength(204);
  for (const { code } of LANGUAGES) expect(code).toMatch(/^[a-z]{3}_[A-Z][a-z]{3}$/);
});

test('no two languages share a name or code', () => {
  for (const { code, tags, names } of LANGUAGES) {
    for (const name of [code, ...tags, ...names]) expect([name, findLanguage(name)]).toEqual([name, code]);
  }
});

test.each([
  ['FRENCH', 'fra_Latn'],
  ['Francais', 'fra_Latn'],
  ['the French language', 'fra_Latn'],
  ['法文', 'fra_Latn'],
  ['法語', 'fra_Latn'],
  ['zh', 'zho_Hans'],
  ['zh-TW', 'zho_Hant'],
  ['zh_tw', 'zho_Hant'],
  ['Chinese (Simplified)', 'zho_Hans'],
  ['粤语', 'yue_Hant'],
  ['हिन्दी', 'hin_Deva'],
  ['العربية', 'arb_Arab'],
  ['日本語', 'jpn_Jpan'],
  ['русский', 'rus_Cyrl'],
  ['swahili', 'swh_Latn'],
  ['Klingon', null],
  ['be or not to be', null],
  ['', null],
])('%j means %s', (name, code) => {
  expect(findLanguage(name)).toBe(code);
});

test('the 60 most spoken languages have a Chinese name', () => {
  const codes =
    'en zh hi es fr ar bn pt ru ur id de ja sw mr te tr ta vi ko it th gu fa pl uk ml kn or my pa ro nl uz sd am yo ig ' +
    'ha ne si km az kk hu el cs sv be bg he sr da fi no sk hr lt lv sl et ms tl';
  for (const code of codes.split(' ')) {
    const language = LANGUAGES.find(({ tags }) => tags.includes(code));
    expect([code, language?.names.some((name) => /^\p{Script=Han}+$/u.test(name))]).toEqual([code, true]);
  }
});

test('names for prompts are told in English and Chinese', () => {
  expect(namesOf('zho_Hans')).toEqual({ english: 'Simplified Chinese', chinese: '中文' });
  expect(namesOf('tgl_Latn')).toEqual({ english: 'Tagalog', chinese: '菲律宾语' });
  expect(namesOf('taq_Latn')).toEqual({ english: 'Tamasheq', chinese: 'Tamasheq' });
});
