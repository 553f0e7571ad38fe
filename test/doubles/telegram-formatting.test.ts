import fc from 'fast-check';
import { expect, test } from 'vitest';
import { longAnswer, wordsIn } from '../contract/long-answer.ts';
import { parseHtml } from './telegram/formatting/html.ts';
import { parseRichHtml } from './telegram/formatting/rich-html.ts';
import { parseRichMarkdown } from './telegram/formatting/rich-markdown.ts';
import { escapeHtml } from './telegram/formatting/tags.ts';
import { detectEntities } from './telegram/formatting/text.ts';

const any = fc.string({ unit: 'grapheme', maxLength: 200 });
/** As people read it: runs of white space are one space. */
const collapsed = (text: string) => text.replace(/[ \t\r\n]+/g, ' ').trim();

test('escaped text reads back as it was, in HTML', () => {
  fc.assert(
    fc.property(any, (text) => {
      expect(parseHtml(`<b>${escapeHtml(text)}</b>`).text).toBe(text);
    }),
  );
});

test('escaped text reads back in rich HTML, up to white space', () => {
  fc.assert(
    fc.property(any, (text) => {
      const html = `<p>${escapeHtml(text)}</p>`;
      const { text: read } = parseRichHtml(html, { draft: false, lenient: false });
      expect(collapsed(read)).toBe(collapsed(text));
    }),
  );
});

test('entities lie in the text that they are entities of', () => {
  const tag = fc.constantFrom('b', 'i', 'code', 'pre', 'blockquote', 'tg-spoiler');
  const tree = fc.array(fc.tuple(tag, any));
  fc.assert(
    fc.property(tree, (parts) => {
      const { text, entities } = parseHtml(
        parts.map(([name, inner]) => `<${name}>${escapeHtml(inner)}</${name}>`).join(''),
      );
      for (const { offset, length } of entities) {
        expect(length).toBeGreaterThan(0);
        expect(offset + length).toBeLessThanOrEqual(text.length);
      }
      expect(entities).toHaveLength(parts.filter(([, inner]) => inner !== '').length);
    }),
  );
});

test('any Markdown reads, whatever is in it, or is refused by a limit', () => {
  const words = fc.constantFrom(
    '<b>',
    '</b>',
    '<',
    '`',
    '```\n',
    '|',
    '\n',
    '> ',
    '- ',
    'x',
    '$',
    '<!-- ',
    '&lt;',
    '<tg-button>',
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (parts) => {
      expect(parseRichMarkdown(parts.join(''), false).text.length).toBeLessThanOrEqual(
        parts.join('').length * 3,
      );
    }),
  );
});

test('Telegram finds commands and mentions by itself', () => {
  const found = (text: string) =>
    detectEntities(text).map(({ type, offset, length }) => `${type} ${text.slice(offset, offset + length)}`);
  expect(found('/math@switchboard_bot 1/2 for @ann_lee, a@b.example')).toEqual([
    'bot_command /math@switchboard_bot',
    'mention @ann_lee',
  ]);
});

test('a long answer reads whole and in order, code, tables and formulas included', () => {
  const { markdown, words } = longAnswer();
  const sections = markdown.split(/\n\n(?=## )/);
  const read = sections.map((section) => parseRichMarkdown(section, false));
  expect(wordsIn(read.map(({ text }) => text).join('\n'))).toEqual(words);
  expect(read.flatMap(({ doubts }) => doubts)).toEqual([]);
});
