import type { Drawing } from '../pictures/card.ts';
import { PictureError } from '../pictures/picture.ts';

/** The size of a letter's box, in pixels at normal size: a little above the text of a chat. */
const EM_PX = 17;
/** MathJax counts in thousandths of an em. */
const UNITS_PER_EM = 1_000;
const VIEW_BOX = /^<svg[^>]*\sviewBox="([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+)"/;
/** What MathJax's style sheet says about the lines and frames of tables and boxes. */
const STYLE =
  '<style>[data-line],[data-frame]{stroke-width:70px}[data-frame]{fill:none}' +
  '.mjx-dashed{stroke-dasharray:140}.mjx-dotted{stroke-linecap:round;stroke-dasharray:0 140}</style>';
/** Below this in either direction there is nothing to see. */
const INK_MIN_PX = 1;

/**
 * MathJax's SVG at a chat's size.
 *
 * @throws PictureError `invalid` when the formula shows nothing
 */
export function formulaDrawing(mathjaxSvg: string): Drawing {
  const [, x, y, w, h] = VIEW_BOX.exec(mathjaxSvg) ?? [];
  const width = (Number(w) / UNITS_PER_EM) * EM_PX;
  const height = (Number(h) / UNITS_PER_EM) * EM_PX;
  if (!(width >= INK_MIN_PX && height >= INK_MIN_PX))
    throw new PictureError('invalid', 'the formula shows nothing');
  const content = mathjaxSvg.slice(mathjaxSvg.indexOf('>') + 1);
  // Letters of other fonts are taller than MathJax guesses.
  const svg = `<svg width="${width}" height="${height}" viewBox="${x} ${y} ${w} ${h}" overflow="visible">${STYLE}${content}`;
  return { svg, width, height };
}
