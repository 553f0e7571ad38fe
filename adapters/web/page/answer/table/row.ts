import type { AlignType, TableRow } from 'mdast';
import { drawnOf, drawSpecially } from '../dom/drawn.ts';
import { el } from '../element.ts';
import type { Node as TreeNode } from '../worker/tree.ts';

export interface RowOptions {
  readonly inHead: boolean;
  readonly align: readonly AlignType[];
  readonly draw: (node: TreeNode) => Node;
}

/** A row with its cells aligned as the table says. */
export function drawRow(node: TableRow, { inHead, align, draw }: RowOptions): HTMLTableRowElement {
  const row = el('tr');
  const cellOf = (cell: TreeNode, index: number) => {
    const made = el(inHead ? 'th' : 'td');
    const side = align[index];
    if (side !== null && side !== undefined) made.className = `align-${side}`;
    if (inHead) made.setAttribute('scope', 'col');
    if ('children' in cell) made.append(...cell.children.map((child) => draw(child)));
    return made;
  };
  const put = (keep: number, cells: readonly TreeNode[]) => {
    while (row.cells.length > keep) row.lastChild?.remove();
    row.append(...cells.map((cell, index) => cellOf(cell, keep + index)));
  };
  drawSpecially(row, {
    put,
    child(index) {
      const cell = row.cells[index];
      return cell === undefined ? null : drawnOf(cell, draw);
    },
    write() {},
  });
  put(0, node.children);
  return row;
}
