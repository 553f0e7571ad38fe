import type { LiteElement } from 'mathjax';

/** What MathJax draws formulas with. Anything else (an image, a link, a foreign object) came from hostile TeX. */
const DRAWN = new Set([
  'svg',
  'g',
  'path',
  'rect',
  'line',
  'ellipse',
  'circle',
  'polygon',
  'polyline',
  'text',
  '#text',
  '#comment',
]);

/** The one SVG element of a typeset formula, or the name of what is wrong with it. */
export function soleSvg(container: LiteElement): LiteElement | string {
  const svgs = container.children.filter((child) => child.kind === 'svg');
  const [svg] = svgs;
  if (svg === undefined || svgs.length > 1) return 'NotOneSvg';
  return isDrawing(svg) ? svg : 'ForeignElement';
}

function isDrawing(root: LiteElement): boolean {
  const open: LiteElement[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!DRAWN.has(node.kind) || Object.keys(node.attributes ?? {}).some((name) => /href|^on/i.test(name)))
      return false;
    open.push(...(node.children ?? []));
  }
  return true;
}
