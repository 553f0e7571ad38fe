import type { Table, TableRow } from 'mdast';
import { drawnOf, drawSpecially } from '../dom/drawn.ts';
import { button, el } from '../element.ts';
import { mayScroll } from '../scrollable.ts';
import { nextSlice } from '../slice.ts';
import type { AnswerWords } from '../words.ts';
import type { Node as TreeNode } from '../worker/tree.ts';
import { drawRow } from './row.ts';

/** More than fits on a screen, less than it takes long to lay out. */
const ROWS_AT_FIRST = 100;
const ROWS_PER_SLICE = 200;

/** A table that scrolls by itself; of a long one the first rows, and the rest when it is asked for. */
export function drawTable(node: Table, words: AnswerWords, draw: (node: TreeNode) => Node): HTMLElement {
  const head = el('thead');
  const body = el('tbody');
  const table = el('table', '', head, body);
  table.dir = 'auto';
  const scroller = el('div', 'table-scroll', table);
  const block = el('div', 'table', scroller);
  mayScroll(scroller, words.table, table);

  /** Behind the rows that are shown; drawn only when something is added to one. */
  const hidden: (TableRow | HTMLTableRowElement)[] = [];
  let limit = ROWS_AT_FIRST;
  let all: HTMLButtonElement | null = null;

  const rowOf = (row: TableRow | HTMLTableRowElement, inHead = false) =>
    row instanceof HTMLTableRowElement ? row : drawRow(row, { inHead, align: node.align ?? [], draw });

  function add(row: TableRow): void {
    if (head.rows.length === 0) head.append(rowOf(row, true));
    else if (body.rows.length < limit && hidden.length === 0) body.append(rowOf(row));
    else hidden.push(row);
  }

  function keepFirst(count: number): void {
    const shown = head.rows.length + body.rows.length;
    hidden.length = Math.max(0, Math.min(hidden.length, count - shown));
    for (let extra = shown - count; extra > 0; extra--) (body.lastChild ?? head.lastChild)?.remove();
  }

  function offerAll(): void {
    if (hidden.length === 0) {
      all?.remove();
      all = null;
      return;
    }
    if (all === null) {
      all = button('table-all', '', showAll);
      block.append(all);
    }
    all.textContent = words.allRows(body.rows.length + hidden.length);
  }

  async function showAll(): Promise<void> {
    limit = Number.POSITIVE_INFINITY;
    all?.setAttribute('aria-disabled', 'true');
    while (hidden.length > 0) {
      body.append(...hidden.splice(0, ROWS_PER_SLICE).map((row) => rowOf(row)));
      await nextSlice();
    }
    offerAll();
  }

  function put(keep: number, rows: readonly TreeNode[]): void {
    keepFirst(keep);
    for (const row of rows) if (row.type === 'tableRow') add(row);
    offerAll();
  }

  /** @param index among all rows, the head's first */
  function rowAt(index: number): HTMLTableRowElement | undefined {
    if (index === 0) return head.rows[0];
    const beyond = index - 1 - body.rows.length;
    if (beyond < 0) return body.rows[index - 1];
    const row = hidden[beyond];
    if (row === undefined) return undefined;
    const made = rowOf(row);
    hidden[beyond] = made;
    return made;
  }

  drawSpecially(block, {
    put,
    child(index) {
      const row = rowAt(index);
      return row === undefined ? null : drawnOf(row, draw);
    },
    write() {},
  });
  put(0, node.children);
  return block;
}
