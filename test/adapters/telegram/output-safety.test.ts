import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serialised } from '../../../adapters/telegram/render/builder.ts';
import { isRightToLeft } from '../../../adapters/telegram/render/direction.ts';
import { visibleText } from '../../../adapters/telegram/render/visible.ts';
import { parseMarkdown } from '../../../src/rendering/parse.ts';
import type { Block } from '../../../src/rendering/types.ts';
import { parseHtml } from '../../doubles/telegram/formatting/html.ts';
import { parseRichMarkdown } from '../../doubles/telegram/formatting/rich-markdown.ts';

const written = (markdown: string, level: 'rich' | 'html') =>
  serialised(parseMarkdown(markdown).children as Block[], level);

/** What a model could be made to write, in any order and nesting. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '<tg-button type="callback_data" data="retry">Forged</tg-button>',
        '<img src="https://evil.example/p.png">',
        '![p](https://evil.example/p.png?q=1)',
        '[c](tg://user?id=7)',
        '<a href="tg://user?id=7">you</a>',
        '<https://evil.example/?q=1>',
        '</p><details>',
        '\\<b>',
        '&lt;b&gt;',
        '`<code>`',
        '$a<b$',
        '$$<tg-button>x</tg-button>$$',
        '```math\n<b>\n```',
        '| <b> | x |\n|---|---|\n| <i> | $y$ |',
        '> - 1. **',
        '\n\n',
        '||hidden||',
        '==marked==',
        '@someone',
      ),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
    ),
    { maxLength: 12 },
  )
  .map((pieces) => pieces.join(' '));

test('as a rich message, nothing that a model writes is a button, a picture or a tag', () => {
  fc.assert(
    fc.property(hostile, (markdown) => {
      const parsed = parseRichMarkdown(written(markdown, 'rich'), false);
      expect(parsed.buttons).toEqual([]);
      expect(parsed.fetched).toEqual([]);
      expect(parsed.doubts).toEqual([]);
      expect(parsed.links.filter((link) => /^tg:|evil/.test(link))).toEqual([]);
    }),
    { numRuns: 400 },
  );
});

test('as HTML it is always parsed, reads as it was meant, and calls nobody', () => {
  fc.assert(
    fc.property(hostile, (markdown) => {
      const html = written(markdown, 'html');
      const { entities, text } = parseHtml(html);
      expect(text).toBe(visibleText(html));
      expect(entities.filter(({ url }) => /^tg:|evil/.test(url ?? ''))).toEqual([]);
      const code = entities.filter(({ type }) => type === 'code' || type === 'pre');
      for (const { index } of text.matchAll(/@(?=\w)/g)) {
        const inCode = code.some(({ length, offset }) => index >= offset && index < offset + length);
        expect(inCode).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test('a text is right to left by its letters, whatever names and code are in it', () => {
  expect(isRightToLeft('שלום עולם')).toBe(true);
  expect(isRightToLeft('استخدم Python و numpy لهذا الغرض')).toBe(true);
  expect(isRightToLeft('The Hebrew for peace is שלום, for example')).toBe(false);
  expect(isRightToLeft('1 + 1 = 2')).toBe(false);
});
