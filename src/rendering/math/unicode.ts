import { readTex } from './tex-reader.ts';

/** Longer formulas belong on a line of their own, as a picture. */
const SOURCE_MAX = 300;
const LINE_MAX = 120;

/**
 * A formula as Unicode text that reads well in a line of prose, or null when it does not (a tall fraction, a
 * matrix, commands unknown here): then `mathPicture` or the source is shown.
 *
 * @param latex the formula without its delimiters
 * @returns plain text, never Markdown: the caller escapes it (it may hold `_`, `^` and `*`)
 * @example unicodeMath('x_1^2 \\le \\frac{1}{2}') // 'x₁² ≤ 1/2'
 */
export function unicodeMath(latex: string): string | null {
  if (latex.length > SOURCE_MAX) return null;
  const line = readTex(latex.trim());
  return line === null || line === '' || line.length > LINE_MAX ? null : line;
}
