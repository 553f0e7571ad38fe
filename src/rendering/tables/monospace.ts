import type { Table } from 'mdast';

/**
 * A table as aligned text for a monospace block, East Asian characters and emoji counted as two columns.
 *
 * @param maxWidth columns that fit on one line where it is shown
 * @returns lines without a fence around them, or null when it is wider than `maxWidth`: then `tablePicture`
 */
export function monospaceTable(_table: Table, _maxWidth: number): string | null {
  return null;
}
