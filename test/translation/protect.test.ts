import { expect, test } from 'vitest';
import { tokenizeLine } from '../../src/translation/inline.ts';
import { protect } from '../../src/translation/protect.ts';

const marked = (text: string) => {
  const sentence = protect(tokenizeLine(text));
  if (sentence === null) throw new Error('nothing was marked');
  return sentence;
};

test.each([
  ['Run `npm ci` in {folder} now.', 'Run X1 in X2 now.'],
  ['See [the manual](https://a.example) first.', 'See X1 the manual X2 first.'],
  ['This is **very** good.', 'This is X1 very X2 good.'],
  ['This is **`code`** here.', 'This is X1 here.'],
  ['运行`npm ci`命令。', '运行X1命令。'],
  ['Is {a} as large as X1?', 'Is Q1 as large as X1?'],
])('%j is sent as %j', (text, sent) => {
  expect(marked(text).text).toBe(sent);
});

test.each([
  ['Run `npm ci` in {folder} now.', 'Jetzt in X2 X1 starten.', 'Jetzt in {folder} `npm ci` starten.'],
  [
    'See [the manual](https://a.example) first.',
    'Voir X1 le manuel X2 avant.',
    'Voir [le manuel](https://a.example) avant.',
  ],
  ['这是**粗体**字。', 'This is X1 bold X2 type.', 'This is **bold** type.'],
  ['is <b>really</b> good', 'est X1 vraiment X2 bon', 'est <b>vraiment</b> bon'],
  ['Hello <name> there', 'Bonjour X1 toi', 'Bonjour <name> toi'],
])('%j, translated as %j, is %j', (text, translation, expected) => {
  expect(marked(text).restore(translation)).toBe(expected);
});

test.each([
  ['missing', 'Jetzt in X2 starten.'],
  ['doubled', 'X1 X1 in X2 starten.'],
  ['of another number', 'X1 in X3 starten.'],
  ['of more digits', 'X1 in X22 starten.'],
  ['small', 'x1 in X2 starten.'],
  ['spaced', 'X 1 in X2 starten.'],
  ['in other digits', 'X١ in X2 starten.'],
  ['more than there were', 'X1 in X2 und X3 starten.'],
  ['all that came', 'X1 X2.'],
])('with a mark that is %s, the translation is not used', (_, translation) => {
  expect(marked('Run `npm ci` in {folder} now.').restore(translation)).toBeNull();
});

test('a link that would close before it opens is not used', () => {
  expect(marked('See [the manual](https://a.example) first.').restore('X2 le manuel X1')).toBeNull();
});

test.each([
  ['without anything to protect', 'Run it now.'],
  ['with too much of it', 'a {a} b {b} c {c} d {d} e {e} f {f} g {g}'],
  ['with every letter taken', 'x1 q1 z1 j1 w1 {a}'],
])('a sentence %s is not marked', (_, text) => {
  expect(protect(tokenizeLine(text))).toBeNull();
});
