import { CARD, type Drawing } from '../pictures/card.ts';
import type { Align, Grid, Run } from './cells.ts';
import { columnWidths } from './column-widths.ts';
import { standIn } from './symbols.ts';
import { runWidth } from './text-width.ts';
import { wrapLine } from './wrap.ts';

/** Pixels at normal size. */
const FONT_PX = 14;
const LINE_PX = 21;
const BASELINE_PX = 15;
const PAD_X = 10;
const PAD_Y = 7;
/** Wider tables are shrunk by the chats until nobody can read them, so cells are wrapped first. */
const TOTAL_PX = 1_000;
const COLUMN_LEAST_PX = 84;
const HEAD_PAPER = '#f1f1f4';
const SANS = "'Noto Sans','Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif";
const MONO = "'Noto Sans Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace";

/**
 * The table as SVG: header on grey, hairlines between rows, long cells wrapped.
 *
 * @param missing symbols that no font has; known ones are drawn as text symbols
 */
export function tableDrawing(grid: Grid, missing: ReadonlySet<string>): Drawing {
  const styled = grid.rows.map((row, index) =>
    index > 0 ? row : row.map((cell) => cell.map((line) => line.map((run) => ({ ...run, bold: true })))),
  );
  const natural = grid.align.map((_, column) =>
    Math.max(1, ...styled.flatMap((row) => (row[column] ?? []).map((line) => sum(line.map(runWidth))))),
  );
  const pads = 2 * PAD_X * natural.length;
  const widths = columnWidths(natural, (TOTAL_PX - pads) / FONT_PX, COLUMN_LEAST_PX / FONT_PX);
  const lefts = widths.map((_, column) => sum(widths.slice(0, column)) * FONT_PX + 2 * PAD_X * column);
  const width = sum(widths) * FONT_PX + pads;
  let top = 0;
  const parts: string[] = [];
  for (const [index, row] of styled.entries()) {
    const cells = row.map((cell, column) => cell.flatMap((line) => wrapLine(line, widths[column] ?? 0)));
    const height = Math.max(...cells.map((cell) => cell.length)) * LINE_PX + 2 * PAD_Y;
    if (index === 0)
      parts.push(`<rect y="${top}" width="${fixed(width)}" height="${height}" rx="4" fill="${HEAD_PAPER}"/>`);
    else parts.push(`<path d="M0 ${top}H${fixed(width)}" stroke="${CARD.edge}"/>`);
    for (const [column, cell] of cells.entries()) {
      const left = (lefts[column] ?? 0) + PAD_X;
      const x = anchored(grid.align[column], left, (widths[column] ?? 0) * FONT_PX);
      for (const [line, runs] of cell.entries()) {
        const y = top + PAD_Y + line * LINE_PX + BASELINE_PX;
        const text = runs.map((run) => runSvg(run, missing)).join('');
        if (text !== '')
          parts.push(`<text x="${fixed(x.x)}" y="${y}" text-anchor="${x.anchor}">${text}</text>`);
      }
    }
    top += height;
  }
  const svg = `<g font-family="${SANS}" font-size="${FONT_PX}" fill="${CARD.ink}" xml:space="preserve">${parts.join('')}</g>`;
  return { svg, width, height: top };
}

function anchored(align: Align | undefined, left: number, width: number) {
  if (align === 'right') return { x: left + width, anchor: 'end' };
  if (align === 'center') return { x: left + width / 2, anchor: 'middle' };
  return { x: left, anchor: 'start' };
}

function runSvg(run: Run, missing: ReadonlySet<string>): string {
  const look = [
    run.bold ? ' font-weight="bold"' : '',
    run.italic ? ' font-style="italic"' : '',
    run.strike ? ' text-decoration="line-through"' : '',
    run.code ? ` font-family="${MONO}"` : '',
  ].join('');
  const text = Array.from(run.text, (character) => {
    const instead = missing.has(character) ? standIn(character) : undefined;
    return instead
      ? `<tspan fill="${instead.colour}">${escapeXml(instead.symbol)}</tspan>`
      : escapeXml(character);
  }).join('');
  return look === '' ? text : `<tspan${look}>${text}</tspan>`;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function fixed(pixels: number): string {
  return pixels.toFixed(1);
}
