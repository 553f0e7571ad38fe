const BLOCKS = new Set([
  'P',
  'DIV',
  'H3',
  'H4',
  'H5',
  'H6',
  'UL',
  'OL',
  'BLOCKQUOTE',
  'PRE',
  'TABLE',
  'HR',
  'ARTICLE',
  'SECTION',
]);
const LINES = new Set(['LI', 'TR']);

/** The text of copied elements, with line breaks where the eye sees them: the browser gives them only what is drawn. */
export function textOf(root: Element): string {
  let text = '';
  const breakLines = (count: number) => {
    const there = /\n*$/.exec(text)?.[0].length ?? 0;
    if (text !== '') text += '\n'.repeat(Math.max(0, count - there));
  };
  const visit = (node: Node) => {
    if (node instanceof Text) {
      text += node.data;
      return;
    }
    if (!(node instanceof Element)) return;
    if (node.tagName === 'BR') {
      text += '\n';
      return;
    }
    const gap = BLOCKS.has(node.tagName) ? 2 : LINES.has(node.tagName) ? 1 : 0;
    // A paragraph that only holds a list item's words stands beside its mark.
    const tight = node.tagName === 'P' && node.parentElement?.tagName === 'LI';
    if (!tight) breakLines(gap);
    if (node.tagName === 'LI') text += markOf(node);
    if (/^T[DH]$/.test(node.tagName) && node.previousElementSibling !== null) text += '\t';
    for (const child of node.childNodes) visit(child);
    breakLines(tight ? 1 : gap);
  };
  visit(root);
  return text.trim();
}

function markOf(item: Element): string {
  const list = item.parentElement;
  if (list === null || list.tagName !== 'OL') return item.classList.contains('task') ? '' : '- ';
  const first = Number(list.getAttribute('start') ?? 1);
  return `${first + [...list.children].indexOf(item)}. `;
}
