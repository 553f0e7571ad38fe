import { undrawable } from '../pictures/fonts.ts';
import { type Picture, PictureError } from '../pictures/picture.ts';
import { rasterise } from '../pictures/rasterise.ts';
import { formulaDrawing } from './formula-drawing.ts';
import { normaliseLatex } from './normalise.ts';
import type { Typesetter } from './typesetter.ts';
import { unicodeMath } from './unicode.ts';

/** Letters that MathJax's own font lacks (Chinese, say) are left to the system's fonts. */
const FOREIGN_TEXT = /<text[^>]*>([^<]*)<\/text>/g;

/**
 * A formula as a picture.
 *
 * @throws PictureError
 */
export async function drawFormula(typesetter: Typesetter, latex: string, display: boolean): Promise<Picture> {
  const svg = await typesetter.typeset(normaliseLatex(latex), display);
  const foreign = Array.from(svg.matchAll(FOREIGN_TEXT), ([, text]) => text).join('');
  if ((await undrawable(foreign)).length > 0) {
    throw new PictureError('no_font', 'the system has no font for some letters of the formula');
  }
  return rasterise(formulaDrawing(svg), { kind: 'formula', alt: unicodeMath(latex) ?? latex.trim() });
}
