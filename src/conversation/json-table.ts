import { escapeDollars, escapeMarkdown } from '../rendering/escape.ts';

/** As the preset of `/json` has it. */
interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
type Cell = string | number | boolean | null;

/**
 * A value of columns and rows as a Markdown table, which every platform shows as one; null for any other value, and
 * for rows with more cells than there are columns, as which of them are meant nobody can tell.
 */
export function asTable(value: unknown): string | null {
  if (!isTable(value)) return null;
  const { columns, rows } = value;
  const cellsOf = (row: readonly Cell[]) => columns.map((_, index) => toText(row[index] ?? null));
  const lines = [columns.map(toText), columns.map(() => '---'), ...rows.map(cellsOf)];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function isTable(value: unknown): value is Table {
  if (typeof value !== 'object' || value === null || Object.keys(value).length !== 2) return false;
  const { columns, rows } = value as Partial<Table>;
  if (!Array.isArray(columns) || columns.length === 0 || !columns.every((name) => typeof name === 'string')) {
    return false;
  }
  return (
    Array.isArray(rows) &&
    rows.length > 0 &&
    rows.every((row) => Array.isArray(row) && row.length <= columns.length && row.every(isCell))
  );
}

function isCell(value: unknown): value is Cell {
  return value === null || typeof value !== 'object';
}

function toText(cell: Cell): string {
  const line = cell === null ? '' : String(cell).replace(/\s+/g, ' ').trim();
  return escapeDollars(escapeMarkdown(line)).replaceAll('|', '\\|');
}
