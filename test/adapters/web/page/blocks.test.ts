import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

type Operation =
  | { type: 'text'; text: string }
  | { type: 'code-text'; text: string }
  | { type: 'code'; language: string }
  | { type: 'break' }
  | { type: 'code-end' };
interface BlockReader {
  push(text: string): Operation[];
  end(): Operation[];
}

// The page's modules are plain JavaScript, as browsers read them.
const module = new URL('../../../../adapters/web/page/blocks.js', import.meta.url).href;
const { createBlockReader } = (await import(module)) as { createBlockReader: () => BlockReader };

/** Paragraphs as strings, code blocks as `[language, code]`. */
type Block = string | [string, string];

function blocksOf(pieces: readonly string[]): Block[] {
  const reader = createBlockReader();
  const blocks: Block[] = [];
  let open = false;
  for (const operation of [...pieces.flatMap((piece) => reader.push(piece)), ...reader.end()]) {
    const last = blocks.at(-1);
    if (operation.type === 'break' || operation.type === 'code-end') open = false;
    else if (operation.type === 'code') {
      blocks.push([operation.language, '']);
      open = true;
    } else if (operation.type === 'code-text') {
      if (!Array.isArray(last) || !open) throw new Error('code without its block');
      last[1] += operation.text;
    } else if (open && typeof last === 'string') {
      blocks[blocks.length - 1] = last + operation.text;
    } else {
      blocks.push(operation.text);
      open = true;
    }
  }
  return blocks;
}

describe('an answer', () => {
  test.each<[string, Block[]]>([
    ['', []],
    ['one', ['one']],
    ['one\ntwo\n', ['one\ntwo']],
    ['one\n\n\n \t\ntwo', ['one', 'two']],
    ['\n\n  one', ['  one']],
    ['a\n```js\nlet x;\n\nx;\n```\nb', ['a', ['js', 'let x;\n\nx;'], 'b']],
    ['```\na\n```', [['', 'a']]],
    [
      '```js title=x\na\n```\n```py\nb\n```',
      [
        ['js', 'a'],
        ['py', 'b'],
      ],
    ],
    ['```\nnever closed', [['', 'never closed']]],
    ['```js', [['js', '']]],
    ['~~~\n```\n~~~', [['', '```']]],
    ['````md\n```js\na\n```\n````\nb', [['md', '```js\na\n```'], 'b']],
    ['```\na\n````  \nb', [['', 'a'], 'b']],
    ['```\n``\n```js\n```', [['', '``\n```js']]],
    ['use ```inline``` code', ['use ```inline``` code']],
    ['```inline``` code', ['```inline``` code']],
    ['``\n`x`', ['``\n`x`']],
    ['1. do:\n   ```sh\n   ls\n     -l\n  x\n   ```\n2. done', ['1. do:', ['sh', 'ls\n  -l\nx'], '2. done']],
    ['```\r\na\r\n```\r\nb', [['', 'a\r'], 'b']],
    ['<img src=x onerror=alert(1)>', ['<img src=x onerror=alert(1)>']],
  ])('%j', (answer, blocks) => {
    expect(blocksOf([answer])).toEqual(blocks);
  });

  const fragment = fc.constantFrom(
    '`',
    '``',
    '```',
    '~~~',
    '\n',
    ' ',
    '   ',
    'js',
    'word',
    '\n\n',
    '```js\n',
    '<b>',
  );

  test('says the same however it is cut into pieces', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (pieces) => {
        const whole = blocksOf([pieces.join('')]);
        expect(blocksOf(pieces)).toEqual(whole);
        expect(blocksOf([...pieces.join('')])).toEqual(whole);
      }),
    );
  });

  test('loses no word, whatever surrounds it', () => {
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const shown = blocksOf([text]).flat().join(' ');
        const count = (where: string) => where.split('word').length;
        // The words behind a fence's language are not shown; all others are.
        const hidden = [...text.matchAll(/^ *(?:`{3,}[^`\n]*|~{3,}.*)$/gm)].map(([line]) => line).join('\n');
        expect(count(shown)).toBeGreaterThanOrEqual(count(text) - count(hidden) + 1);
      }),
    );
  });

  test('is shown as it comes, before its line ends', () => {
    const reader = createBlockReader();
    expect(reader.push('Hel')).toEqual([{ type: 'text', text: 'Hel' }]);
    expect(reader.push('lo')).toEqual([{ type: 'text', text: 'lo' }]);
    expect(reader.push('\n\n```js\nlet')).toEqual([
      { type: 'break' },
      { type: 'code', language: 'js' },
      { type: 'code-text', text: 'let' },
    ]);
  });
});
