import type { types } from '@slack/bolt';
import type { Table, TableRow } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import { unicodeMath } from '../../../src/rendering/math/unicode.ts';
import { LIMITS } from '../limits.ts';
import { neutralise } from './mentions.ts';

/** Of all cells together, so that the table and its message stay within a payload. */
const TABLE_MAX_CHARACTERS = 6_000;
/** Slack refuses an empty cell. */
const EMPTY = ' ';

/** The table as Slack's own; null when it is too large for that. */
export function tableBlock(table: Table): types.TableBlock | null {
  const columns = Math.max(...table.children.map((row) => row.children.length));
  if (table.children.length > LIMITS.tableRows || columns > LIMITS.tableColumns) return null;
  const rows = table.children.map((row) => cellsOf(row, columns));
  const characters = rows.flat().reduce((sum, { text }) => sum + text.length, 0);
  if (characters > TABLE_MAX_CHARACTERS) return null;
  const settings = Array.from({ length: columns }, (_, index) => ({
    align: table.align?.[index] ?? ('left' as const),
    is_wrapped: true,
  }));
  return { type: 'table', rows, column_settings: settings };
}

/** Characters that it takes of a payload. */
export function tableCharacters({ rows }: types.TableBlock): number {
  return rows.flat().reduce((sum, cell) => sum + (cell.type === 'raw_text' ? cell.text.length : 0), 0);
}

function cellsOf({ children }: TableRow, columns: number): types.RawTextElement[] {
  return Array.from({ length: columns }, (_, index) => {
    const cell = children[index];
    const text = cell === undefined ? '' : neutralise(plainCell(cell)).trim();
    return { type: 'raw_text', text: text === '' ? EMPTY : text };
  });
}

type Node = { readonly type: string; readonly value?: string; readonly children?: readonly Node[] };

/** Words alone: marks have no place in a plain cell. Formulas as Unicode where they read well. */
function plainCell(node: Node): string {
  if (node.type === 'inlineMath') return unicodeMath(node.value ?? '') ?? node.value ?? '';
  if (node.type === 'break') return '\n';
  if (node.type === 'link') return linkText(node);
  if (node.children !== undefined) return node.children.map(plainCell).join('');
  return textOf(node);
}

/** The address is part of what was said, and a plain cell cannot hide it behind a label. */
function linkText(node: Node & { readonly url?: string }): string {
  const label = (node.children ?? []).map(plainCell).join('');
  const url = node.url ?? '';
  return label === url || url === '' ? label : `${label} (${url})`;
}
