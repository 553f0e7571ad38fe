import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitMarkup } from '../../src/translation/markup.ts';

/** The text with what is to be translated in capitals. */
const shout = (text: string) =>
  splitMarkup(text)
    .map((piece) => (piece.translate ? piece.text.toUpperCase() : piece.text))
    .join('');

test.each([
  ['code in a line', 'run `npm ci` now', 'RUN `npm ci` NOW'],
  ['code with backticks in it', 'write ``a`b`` here', 'WRITE ``a`b`` HERE'],
  ['a backtick alone', "it's a ` sign", "IT'S A ` SIGN"],
  ['a fence', 'a\n```js\nlet b;\n```\nc', 'A\n```js\nlet b;\n```\nC'],
  ['a fence in a fence', '````\n```\na\n```\n````\nb', '````\n```\na\n```\n````\nB'],
  ['a fence that nobody closes', 'a\n~~~\nb\n', 'A\n~~~\nb\n'],
  ['an address', 'see https://a.example/b?c=d. thanks', 'SEE https://a.example/b?c=d. THANKS'],
  ['an address in Chinese', '见https://a.example/b。谢谢', '见https://a.example/b。谢谢'],
  ['an address in brackets', '(see https://a.example)', '(SEE https://a.example)'],
  ['a link', 'read [the docs](https://a.example/b) now', 'READ [THE DOCS](https://a.example/b) NOW'],
  ['a mail address', 'write to ann@a.example today', 'WRITE TO ann@a.example TODAY'],
  ['placeholders', 'hi {name}, {{ y }} %s %1$d 100% sure', 'HI {name}, {{ y }} %s %1$d 100% SURE'],
  ['a template variable', 'hi $'.concat('{name}'), 'HI $'.concat('{name}')],
  ['tags and mentions', '<b>bold</b> <@U123> :wave: hi', '<b>BOLD</b> <@U123> :wave: HI'],
  ['less and greater', 'a < b and c > d', 'A < B AND C > D'],
  ['formulas', 'let $x_1$ be $$y^2$$ or \\(z\\)', 'LET $x_1$ BE $$y^2$$ OR \\(z\\)'],
  ['prices', 'from $5 to $10 each', 'FROM $5 TO $10 EACH'],
  ['a formula on lines of its own', 'so\n$$\na = b\n$$\nthen', 'SO\n$$\na = b\n$$\nTHEN'],
  ['lists and headings', '# t\n\n- a\n  * [x] b\n1. c\n> d', '# T\n\n- A\n  * [x] B\n1. C\n> D'],
  ['a table', '| a | b |\n|---|:-:|\n| 1 | c d |', '| A | B |\n|---|:-:|\n| 1 | C D |'],
  ['emphasis', 'a **b** *c* ~~d~~ __e__ _f_ 2 * 3 * g_h_i', 'A **B** *C* ~~D~~ __E__ _F_ 2 * 3 * G_H_I'],
  ['numbers', '12:30, 4 + 5 = 9\nten', '12:30, 4 + 5 = 9\nTEN'],
])('%s stays as it is', (_, text, expected) => {
  expect(shout(text)).toBe(expected);
});

const markdown = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '`',
        '```',
        '\n',
        '\r\n',
        '$',
        '$$',
        '|',
        '[a](b)',
        '{x}',
        '%s',
        '<b>',
        '- ',
        '# ',
        ' ',
      ),
      fc.constantFrom('https://a.example/x', 'word', '你好。', '\t', '\u2028', '\\(', '\\)'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(''));

test('joined, the pieces are the text', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      expect(
        splitMarkup(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text);
    }),
    { numRuns: 500 },
  );
});

test('what goes to the model has a letter and neither line breaks nor white space around it', () => {
  fc.assert(
    fc.property(markdown, (text) => {
      for (const { text: piece } of splitMarkup(text).filter(({ translate }) => translate)) {
        expect(piece).toMatch(/\p{L}/u);
        expect(piece).not.toContain('\n');
        expect(piece).toBe(piece.trim());
      }
    }),
  );
});
