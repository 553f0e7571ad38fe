import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTranslation } from '../../src/translation/request.ts';
import { readUnclear } from '../../src/translation/unclear.ts';

test.each([
  ['Übersetze ins Deutsche: Good morning', 'deu_Latn', 'Good morning'],
  ['Bitte übersetze den folgenden Text ins Englische:\nGuten Tag', 'eng_Latn', 'Guten Tag'],
  ['Übersetze Guten Tag ins Französische', 'fra_Latn', 'Guten Tag'],
  ['Traduis en anglais : Bonjour', 'eng_Latn', 'Bonjour'],
  ['Traduisez ce texte en allemand: Bonjour', 'deu_Latn', 'Bonjour'],
  ['Traduce al francés: buenos días', 'fra_Latn', 'buenos días'],
  ['Traduza para o inglês: bom dia', 'eng_Latn', 'bom dia'],
  ['Traduci in inglese: buongiorno', 'eng_Latn', 'buongiorno'],
  ['Переведи на английский: доброе утро', 'eng_Latn', 'доброе утро'],
  ['Как сказать «доброе утро» по-английски?', 'eng_Latn', 'доброе утро'],
  ['おはようを英語に翻訳して', 'eng_Latn', 'おはよう'],
  ['次の文を英語に翻訳してください：おはよう', 'eng_Latn', 'おはよう'],
  ['안녕하세요를 영어로 번역해줘', 'eng_Latn', '안녕하세요'],
  ['다음 문장을 영어로 번역해 주세요: 안녕하세요', 'eng_Latn', '안녕하세요'],
  ['In French: Good morning', 'fra_Latn', 'Good morning'],
  ['into German: Good morning', 'deu_Latn', 'Good morning'],
  ['翻译成法语：早上好', 'fra_Latn', '早上好'],
  ['把下面的话翻译成日语：\n早上好', 'jpn_Jpan', '早上好'],
  ['译为德语：早上好', 'deu_Latn', '早上好'],
  ['早上好，译为德语', 'deu_Latn', '早上好'],
  ['谢谢 用日语怎么说', 'jpn_Jpan', '谢谢'],
  ['How do you say cat in Finnish?', 'fin_Latn', 'cat'],
  ['What is cat in Spanish?', 'spa_Latn', 'cat'],
  ['Cat auf Deutsch?', 'deu_Latn', 'Cat'],
  ['Wie sagt man cat auf Spanisch?', 'spa_Latn', 'cat'],
  ['Comment dit-on merci en anglais ?', 'eng_Latn', 'merci'],
  ['¿Cómo se dice gracias en inglés?', 'eng_Latn', 'gracias'],
  ['Good morning — translate to Spanish', 'spa_Latn', 'Good morning'],
  ['Good morning. Please translate this into Polish.', 'pol_Latn', 'Good morning.'],
  ['Translate the above into Polish', 'pol_Latn', 'the above'],
])('in %j the language is %s', (message, to, text) => {
  expect(parseTranslation(message)).toEqual({ from: null, to, text });
});

test.each([
  ['English to French: Good morning', 'eng_Latn', 'fra_Latn', 'Good morning'],
  ['EN->DE: Good morning', 'eng_Latn', 'deu_Latn', 'Good morning'],
  ['en→zh Good morning', 'eng_Latn', 'zho_Hans', 'Good morning'],
  ['英文→法文：Good morning', 'eng_Latn', 'fra_Latn', 'Good morning'],
])('in %j the languages are %s and %s', (message, from, to, text) => {
  expect(parseTranslation(message)).toEqual({ from, to, text });
});

test.each([
  'In short: we are closed',
  'In it: a box',
  'Home to work: two miles',
  'x -> y maps sets',
  'I sat in the French garden?',
  'Wir fahren nach Deutschland.',
  'La réunion est en français.',
  'Я говорю по-английски.',
  '私は英語に自信がある。',
  '나는 영어로 말한다.',
  'Ask who will translate this into reality',
])('in %j nothing is an instruction', (message) => {
  expect(parseTranslation(message)).toEqual({ from: null, to: null, text: message });
  expect(readUnclear(message)).toBeNull();
});

test('a text without an instruction is never altered', () => {
  const words = fc.constantFrom(
    ...[
      'the',
      'house',
      'French',
      'Deutsch',
      'en',
      'to',
      'in',
      'auf',
      'a:',
      '->',
      '—',
      '中文',
      '早上好。',
      '英語',
      '를',
    ],
    ...['anglais', 'на', 'x', '\n', '\n\n', '"', '(12)', '- b', '**c**'],
  );
  // Before any of them stands what no instruction begins with, and behind them what none ends with.
  const texts = fc.array(words, { maxLength: 40 }).map((all) => `Yesterday ${all.join(' ')} it rained`);
  fc.assert(
    fc.property(texts, (text) => {
      expect(parseTranslation(text)).toEqual({ from: null, to: null, text });
      expect(readUnclear(text)).toBeNull();
    }),
  );
});

test.each([
  ['Translate into Klingon: hello', { kind: 'unknown', name: 'Klingon' }],
  ['请翻译成克林贡语：你好', { kind: 'unknown', name: '克林贡语' }],
  [
    'Translate into French and German: hello',
    { kind: 'several', to: ['fra_Latn', 'deu_Latn'], text: 'hello' },
  ],
  ['翻译成英语和法语：你好', { kind: 'several', to: ['eng_Latn', 'fra_Latn'], text: '你好' }],
  ['Translate into French: hello', null],
  ['translate to be or not to be: that is the question', null],
])('%j is unclear in this: %j', (message, unclear) => {
  expect(readUnclear(message)).toEqual(unclear);
});

const HOSTILE = [
  'a',
  ' ',
  '\n',
  '翻译',
  'translate ',
  'to ',
  'in French ',
  'übersetze ',
  '"',
  '를 영어로 ',
  'を英語に',
  ' - ',
  '请',
  '(',
  '?',
];
// A search that costs the square of a text would outlast the test's time limit by far.
test.each(HOSTILE)('100 KB of %j are read in a time like their length', (unit) => {
  const long = unit.repeat(100_000 / unit.length);
  for (const text of [`translate ${long}x`, `${long}x`, `x${long}`, `übersetze ${long}`, `用${long}`]) {
    expect(text).toContain(parseTranslation(text).text);
    readUnclear(text);
  }
});
