import type { Table } from 'mdast';
import { type Align, gridOf, lineText } from './cells.ts';
import { textColumns } from './text-columns.ts';

/** ASCII: East Asian fonts draw the box characters twice as wide, which breaks the alignment. */
const BETWEEN = ' | ';
const CROSSING = '-+-';

/**
 * A table as aligned text for a monospace block, East Asian characters and emoji counted as two columns. Emphasis
 * is lost; what is in the cells is kept word by word.
 *
 * @param maxWidth columns that fit on one line where it is shown
 * @returns lines without a fence around them, or null when it is wider than `maxWidth`: then `tablePicture`
 */
export function monospaceTable(table: Table, maxWidth: number): string | null {
  const grid = gridOf(table);
  const rows = grid.rows.map((row) => row.map((cell) => cell.map((line) => lineText(line).trim())));
  const widths = grid.align.map((_, column) =>
    Math.max(1, ...rows.flatMap((row) => row[column] ?? []).map(textColumns)),
  );
  const total = widths.reduce((sum, width) => sum + width, 0) + BETWEEN.length * (widths.length - 1);
  if (total > maxWidth) return null;
  const lines: string[] = [];
  for (const [index, row] of rows.entries()) {
    const height = Math.max(...row.map((cell) => cell.length));
    for (let line = 0; line < height; line++) {
      const cells = widths.map((width, column) => pad(row[column]?.[line] ?? '', width, grid.align[column]));
      lines.push(cells.join(BETWEEN).trimEnd());
    }
    if (index === 0) lines.push(widths.map((width) => '-'.repeat(width)).join(CROSSING));
  }
  return lines.join('\n');
}

function pad(text: string, width: number, align: Align | undefined): string {
  const space = width - textColumns(text);
  const before = align === 'right' ? space : align === 'center' ? Math.floor(space / 2) : 0;
  return ' '.repeat(before) + text + ' '.repeat(space - before);
}
