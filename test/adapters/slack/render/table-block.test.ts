import fc from 'fast-check';
import type { Table } from 'mdast';
import { expect, test } from 'vitest';
import { tableBlock } from '../../../../adapters/slack/render/table-block.ts';
import { parseMarkdown } from '../../../../src/rendering/parse.ts';
import { problemsOfBlocks } from '../../../doubles/slack/rules/blocks.ts';

function table(markdown: string): Table {
  const [node] = parseMarkdown(markdown).children;
  if (node?.type !== 'table') throw new Error('no table');
  return node;
}

const markdownOf = (rows: number, columns: number, cell: (row: number, column: number) => string) => {
  const line = (row: number) =>
    `| ${Array.from({ length: columns }, (_, column) => cell(row, column)).join(' | ')} |`;
  const [head, ...body] = Array.from({ length: rows }, (_, row) => line(row));
  return [head, `|${' --- |'.repeat(columns)}`, ...body].join('\n');
};

test('every table within the limits is one that Slack takes, empty cells and all', () => {
  const cell = fc.constantFrom(
    '',
    ' ',
    'a',
    '**b**',
    '`c`',
    '$x^2$',
    '<!channel>',
    '中文',
    '[l](https://evil.example/?q=1)',
  );
  const size = fc.record({
    rows: fc.integer({ min: 1, max: 100 }),
    columns: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(size, fc.array(cell, { minLength: 1 }), ({ rows, columns }, cells) => {
      const markdown = markdownOf(
        rows,
        columns,
        (row, column) => cells[(row * columns + column) % cells.length] ?? '',
      );
      const block = tableBlock(table(markdown));
      if (block === null) return;
      expect(problemsOfBlocks([block])).toEqual([]);
      expect(JSON.stringify(block)).not.toContain('<!channel');
      expect(new Set(block.rows.map((row) => row.length))).toEqual(new Set([columns]));
    }),
    { numRuns: 50 },
  );
});

test('columns keep their alignment, cells their words', () => {
  const block = tableBlock(table('| a | b |\n| :-: | --: |\n| **x** y | [z](https://z.org) |'));
  expect(block?.column_settings?.map(({ align }) => align)).toEqual(['center', 'right']);
  expect(block?.rows[1]?.map((cell) => 'text' in cell && cell.text)).toEqual(['x y', 'z (https://z.org)']);
});

test('a larger one is none', () => {
  expect(tableBlock(table(markdownOf(101, 2, () => 'a')))).toBeNull();
  expect(tableBlock(table(markdownOf(3, 21, () => 'a')))).toBeNull();
  expect(tableBlock(table(markdownOf(100, 20, () => 'long text in here')))).toBeNull();
});
