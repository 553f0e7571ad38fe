import type { Table, TableRow } from 'mdast';
import type { Block } from '../types.ts';
import type { Division } from './divide.ts';
import { largest } from './largest.ts';

/**
 * Between rows. The second half begins with a header row of empty cells: its first row is no header, and
 * the header's words are not said twice. A row that is too long alone is a paragraph per cell.
 */
export function divideTable(table: Table, fits: (block: Block) => boolean, last: boolean): Division | null {
  const [header, ...rows] = table.children;
  if (header === undefined) return { head: null, rest: [] };
  const room = largest(rows.length, (count) =>
    fits({ ...table, children: [header, ...rows.slice(0, count)] }),
  );
  if (room > 0) {
    const head: Table = { ...table, children: [header, ...rows.slice(0, room)] };
    return { head, rest: tableOf(table, header, rows.slice(room)) };
  }
  if (!last) return null;
  return {
    head: null,
    rest: [...cellsOf(header), ...cellsOf(rows[0]), ...tableOf(table, header, rows.slice(1))],
  };
}

function tableOf(table: Table, header: TableRow, rows: TableRow[]): Block[] {
  if (rows.length === 0) return [];
  const blank: TableRow = {
    type: 'tableRow',
    children: header.children.map(() => ({ type: 'tableCell', children: [] })),
  };
  return [{ ...table, children: [blank, ...rows] }];
}

function cellsOf(row: TableRow | undefined): Block[] {
  const cells = row?.children.filter((cell) => cell.children.length > 0) ?? [];
  return cells.map((cell) => ({ type: 'paragraph', children: cell.children }));
}
