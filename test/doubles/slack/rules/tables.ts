import type { Json } from '../call.ts';
import { type Complain, checkArray, checkString, isObject } from './fields.ts';
import { LIMITS } from './limits.ts';

/** A `table` block: 100 rows of 20 columns, every cell with text. */
export function checkTable(block: Json, what: string, complain: Complain): void {
  for (const row of checkArray(block.rows, `${what}.rows`, LIMITS.tableRows, complain))
    checkRow(row, what, complain);
  const { column_settings: settings } = block;
  if (Array.isArray(settings) && settings.length > LIMITS.tableColumns)
    complain(`${what}.column_settings has ${settings.length} items`);
}

/** A `data_table` block: with a caption, rows of the same length, a header without rich text. */
export function checkDataTable(block: Json, what: string, complain: Complain): void {
  checkString(block.caption, `${what}.caption`, LIMITS.section, complain);
  const rows = checkArray(block.rows, `${what}.rows`, LIMITS.dataTableRows, complain);
  if (rows.length < LIMITS.dataTableRowsMin) complain(`${what} needs a header and a row`);
  for (const row of rows) checkRow(row, what, complain);
  if (new Set(rows.map((row) => (Array.isArray(row) ? row.length : 0))).size > 1)
    complain(`${what}: rows differ in length`);
  const [header] = rows;
  if (Array.isArray(header) && header.some((cell) => isObject(cell) && cell.type === 'rich_text'))
    complain(`${what}: a header cell is rich text`);
}

function checkRow(row: unknown, what: string, complain: Complain): void {
  for (const cell of checkArray(row, `${what}.row`, LIMITS.tableColumns, complain)) {
    if (!isObject(cell)) complain(`${what}: a cell is no object`);
    else if (cell.type === 'rich_text') {
      if (!hasText(cell.elements)) complain(`${what}: an empty cell`);
    } else if (cell.type === 'raw_text' || cell.type === 'raw_number') {
      if (typeof cell.text !== 'string' || cell.text === '') complain(`${what}: an empty cell`);
    } else complain(`${what}: a cell of the unknown type ${String(cell.type)}`);
  }
}

/** Something to read in rich text: an empty run of text is refused as an empty cell is. */
function hasText(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((item) => hasText(item));
  if (!isObject(value)) return false;
  if (value.type === 'text') return typeof value.text === 'string' && value.text !== '';
  if (Array.isArray(value.elements)) return hasText(value.elements);
  return true;
}
