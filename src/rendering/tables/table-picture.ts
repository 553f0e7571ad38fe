import type { Table } from 'mdast';
import { undrawable } from '../pictures/fonts.ts';
import { type Picture, PictureError } from '../pictures/picture.ts';
import { rasterise } from '../pictures/rasterise.ts';
import { type Grid, gridOf, textOf } from './cells.ts';
import { tableDrawing } from './table-drawing.ts';

/** More cannot be read in a picture, and the layout runs on the event loop (about 1 ms per 1,000 characters). */
const CELLS_MAX = 2_000;
const CHARACTERS_MAX = 30_000;

/**
 * A table as a picture.
 *
 * @throws PictureError `too_large`, or `no_font` when letters (not mere symbols) would be boxes
 */
export async function drawTable(table: Table): Promise<Picture> {
  const cells = table.children.reduce((count, row) => count + row.children.length, 0);
  if (cells > CELLS_MAX) throw new PictureError('too_large', `the table has ${cells} cells`);
  const grid = gridOf(table);
  const text = describe(grid);
  if (text.length > CHARACTERS_MAX)
    throw new PictureError('too_large', `the table has ${text.length} characters`);
  const missing = await undrawable(text);
  if (missing.some((character) => /\p{L}|\p{N}/u.test(character))) {
    throw new PictureError('no_font', 'the system has no font for some letters of the table');
  }
  return rasterise(tableDrawing(grid, new Set(missing)), { kind: 'table', alt: text });
}

/** The cells row by row, for who cannot see the picture. */
function describe(grid: Grid): string {
  return grid.rows.map((row) => row.map(textOf).join(' | ')).join('\n');
}
