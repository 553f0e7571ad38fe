/** Characters that no XML document may hold. */
const NOT_XML = /[\p{Cs}\uFFFE\uFFFF]|(?![\t\n\r])\p{Cc}/gu;

/**
 * The formula as it is typeset: `\tag{1}` becomes `(1)` behind its line, as MathJax sets tags at the edge of a
 * page, which a picture has not. Commands that only matter on a page are dropped.
 */
export function normaliseLatex(latex: string): string {
  return latex
    .replaceAll(NOT_XML, '')
    .trim()
    .replaceAll(
      /\\tag\s*(\*?)\s*\{([^{}]*)\}/g,
      (_, star, text) => `\\qquad\\text{${star ? text : `(${text})`}}`,
    )
    .replaceAll(/\\label\s*\{[^{}]*\}|\\(?:nonumber|notag)(?![A-Za-z])/g, '');
}
