import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { monospaceTable } from '../../../src/rendering/tables/monospace.ts';
import { textColumns } from '../../../src/rendering/tables/text-columns.ts';
import { tableOf } from './table-of.ts';

describe('monospaceTable', () => {
  it('aligns East Asian text and emoji, and numbers to the right', () => {
    const table = tableOf([
      ['名称', 'Qty'],
      ['苹果', '3'],
      ['Banana 香蕉 🍌', '1,200'],
    ]);
    expect(monospaceTable(table, 80)).toBe(
      [
        '名称           |   Qty',
        '---------------+------',
        '苹果           |     3',
        'Banana 香蕉 🍌 | 1,200',
      ].join('\n'),
    );
  });

  it('follows the alignment that the table asks for', () => {
    const table = tableOf(
      [
        ['aaaa', 'bbbb', 'cccc'],
        ['1', '2', '3'],
      ],
      ['left', 'center', 'right'],
    );
    expect(monospaceTable(table, 80)?.split('\n').at(-1)).toBe('1    |  2   |    3');
  });

  it('keeps the words of code, links, formulas and line breaks', () => {
    const table = tableOf([['h', 'i']]);
    table.children.push({
      type: 'tableRow',
      children: [
        {
          type: 'tableCell',
          children: [
            { type: 'inlineCode', value: 'x|y' },
            { type: 'break' },
            { type: 'link', url: 'https://example.com/a', children: [{ type: 'text', value: 'docs' }] },
          ],
        },
        { type: 'tableCell', children: [{ type: 'inlineMath', value: 'x^2' }] },
      ],
    });
    expect(monospaceTable(table, 80)?.split('\n').slice(2)).toEqual([
      'x|y                          | x²',
      'docs (https://example.com/a) |',
    ]);
  });

  it('gives up when a line would be too wide', () => {
    const table = tableOf([
      ['abc', 'def'],
      ['1', '2'],
    ]);
    expect(monospaceTable(table, 9)).not.toBeNull();
    expect(monospaceTable(table, 8)).toBeNull();
  });

  it('bears rows of different lengths and empty tables', () => {
    expect(monospaceTable(tableOf([['a'], ['b', 'c'], []]), 80)?.split('\n')).toHaveLength(4);
    expect(monospaceTable(tableOf([]), 80)).toBe('');
  });

  it('keeps every cell, in order, within the width, whatever the text', () => {
    const cell = fc
      .string({ unit: 'grapheme', maxLength: 12 })
      .map((text) => text.replaceAll(/[|\s]|\p{C}/gu, ''));
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(rows, (texts) => {
        const lines = monospaceTable(tableOf(texts), 200)?.split('\n') ?? [];
        expect(lines.every((line) => textColumns(line) <= 200)).toBe(true);
        const shown = lines
          .filter((_, index) => index !== 1)
          .flatMap((line) => line.split('|').map((part) => part.trim()));
        expect(shown.filter((text) => text !== '')).toEqual(texts.flat().filter((text) => text !== ''));
      }),
    );
  });
});
