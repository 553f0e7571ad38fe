import type { AlignType, Table } from 'mdast';

/** A table of plain texts, the first row its header. */
export function tableOf(rows: readonly (readonly string[])[], align?: AlignType[]): Table {
  return {
    type: 'table',
    align: align ?? null,
    children: rows.map((cells) => ({
      type: 'tableRow',
      children: cells.map((value) => ({ type: 'tableCell', children: [{ type: 'text', value }] })),
    })),
  };
}
