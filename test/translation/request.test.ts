import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LANGUAGES } from '../../src/translation/languages.ts';
import { parseTranslation } from '../../src/translation/request.ts';

test.each([
  ['to French: Hello', 'fra_Latn', 'Hello'],
  ['to de: Good morning', 'deu_Latn', 'Good morning'],
  ['to 法语：你好', 'fra_Latn', '你好'],
  ['to español: one: two', 'spa_Latn', 'one: two'],
  ['to fra_Latn: Hi', 'fra_Latn', 'Hi'],
  ['To Traditional Chinese： Hi', 'zho_Hant', 'Hi'],
  ['Translate into French: The ratio is 3:4', 'fra_Latn', 'The ratio is 3:4'],
  ['Translate to de: Good morning', 'deu_Latn', 'Good morning'],
  ['Please translate the following text into Simplified Chinese:\n\nHello.\n- a', 'zho_Hans', 'Hello.\n- a'],
  ['Could you please translate this sentence to Swahili: Hello', 'swh_Latn', 'Hello'],
  ['Translate to Japanese\nHello', 'jpn_Jpan', 'Hello'],
  ['Translate: bonjour', null, 'bonjour'],
  ['翻译成英文：早上好', 'eng_Latn', '早上好'],
  ['请把下面的话翻译成日语：早上好', 'jpn_Jpan', '早上好'],
  ['把以下内容翻译为阿拉伯语: Hello', 'arb_Arab', 'Hello'],
  ['翻译：Hello', null, 'Hello'],
  ['请把我爱你翻译成地道的英语', 'eng_Latn', '我爱你'],
  ['翻译成英文 早上好', 'eng_Latn', '早上好'],
  ['How do you say "thank you" in Spanish?', 'spa_Latn', 'thank you'],
  ['what is ‘apple’ in Hindi', 'hin_Deva', 'apple'],
  ["What does l'eau mean in English?", 'eng_Latn', "l'eau"],
  ['Translate good morning to everyone into Brazilian Portuguese.', 'por_Latn', 'good morning to everyone'],
  ['translate to traditional Chinese good morning', 'zho_Hant', 'good morning'],
  ['我爱你用英语怎么说', 'eng_Latn', '我爱你'],
  ['请问“谢谢”用斯瓦希里语怎么说？', 'swh_Latn', '谢谢'],
  ['用法语怎么说谢谢', 'fra_Latn', '谢谢'],
  ['请把“早上好”翻译成韩语', 'kor_Hang', '早上好'],
  ['Bonjour le monde', null, 'Bonjour le monde'],
])('in %j the language is %s', (message, to, text) => {
  expect(parseTranslation(message)).toEqual({ from: null, to, text });
});

test.each([
  ['请把下面的英文翻译成中文：Hello', 'eng_Latn', 'zho_Hans', 'Hello'],
  ['将以下法语文本翻译为英语：Bonjour', 'fra_Latn', 'eng_Latn', 'Bonjour'],
  ['英译中：Hello', 'eng_Latn', 'zho_Hans', 'Hello'],
  ['从日语翻译成中文：おはよう', 'jpn_Jpan', 'zho_Hans', 'おはよう'],
  ['Translate English to French: cheese', 'eng_Latn', 'fra_Latn', 'cheese'],
  ['请用英文翻译以下句子：你好', null, 'eng_Latn', '你好'],
  ['帮我翻译一下这句话：Hello', null, null, 'Hello'],
])('in %j the languages are %s and %s', (message, from, to, text) => {
  expect(parseTranslation(message)).toEqual({ from, to, text });
});

test('a named source language is read, too', () => {
  expect(parseTranslation('Translate from Swahili to English: Habari')).toEqual({
    from: 'swh_Latn',
    to: 'eng_Latn',
    text: 'Habari',
  });
  expect(parseTranslation('translate habari from Swahili to English')).toEqual({
    from: 'swh_Latn',
    to: 'eng_Latn',
    text: 'habari',
  });
});

test.each([
  'to be or not to be: that is the question',
  'to whom it may concern: we are closed',
  'to French',
  'Translate this into Klingon: qapla',
  'I went to Spain: it was French',
  '他是翻译：译者',
  'Translate my feelings: a poem',
])('in %j nothing is an instruction', (message) => {
  expect(parseTranslation(message)).toEqual({ from: null, to: null, text: message });
});

test('every language is understood by each of its names and codes', () => {
  for (const { code, tags, names } of LANGUAGES) {
    for (const name of [code, ...tags, ...names]) {
      expect([name, parseTranslation(`to ${name}: x`)]).toEqual([name, { from: null, to: code, text: 'x' }]);
    }
  }
});

test('whatever follows the language comes back as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      fc.pre(text.trim() !== '');
      expect(parseTranslation(`to French: ${text}`)).toEqual({
        from: null,
        to: 'fra_Latn',
        text: text.trim(),
      });
    }),
  );
});

test('no text makes the reader fail, and nothing is made up', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(text).toContain(parseTranslation(text).text);
    }),
  );
});
