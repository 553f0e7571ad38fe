import type { Nodes, Root } from 'mdast';
import remarkGfm from 'remark-gfm';
import remarkMath from 'remark-math';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Parsed } from './parsed.ts';
import { parseRichHtml } from './rich-html.ts';
import { escapeHtml } from './tags.ts';

const parser = unified().use(remarkParse).use(remarkGfm).use(remarkMath);

/** Rich Markdown is GFM with math, in which raw HTML counts: it is read through its HTML. */
export function parseRichMarkdown(markdown: string, draft: boolean): Parsed {
  const tree = parser.parse(markdown) as Root;
  return parseRichHtml(html(tree), { draft, lenient: true });
}

const inside = (children: readonly Nodes[]): string => children.map(html).join('');
const wrap = (tag: string, content: string): string => `<${tag}>${content}</${tag}>`;

function html(node: Nodes): string {
  switch (node.type) {
    case 'root':
      return inside(node.children);
    case 'paragraph':
      return isRaw(node.children) ? inside(node.children) : wrap('p', inside(node.children));
    case 'heading':
      return wrap(`h${node.depth}`, inside(node.children));
    case 'text':
      return styled(node.value);
    case 'html':
      return node.value;
    case 'emphasis':
      return wrap('i', inside(node.children));
    case 'strong':
      return wrap('b', inside(node.children));
    case 'delete':
      return wrap('s', inside(node.children));
    case 'inlineCode':
      return wrap('code', escapeHtml(node.value));
    case 'inlineMath':
      return wrap('tg-math', escapeHtml(node.value));
    case 'math':
      return wrap('tg-math-block', escapeHtml(node.value));
    case 'code':
      return node.lang === 'math'
        ? wrap('tg-math-block', escapeHtml(node.value))
        : wrap('pre', escapeHtml(node.value));
    case 'link':
      return `<a href="${escapeHtml(node.url)}">${inside(node.children)}</a>`;
    case 'image':
      return `<img src="${escapeHtml(node.url)}" alt="${escapeHtml(node.alt ?? '')}"/>`;
    case 'list':
      return wrap(node.ordered ? 'ol' : 'ul', inside(node.children));
    case 'listItem': {
      const [first, ...rest] = node.children;
      const line =
        first?.type === 'paragraph' ? inside(first.children) : first === undefined ? '' : html(first);
      return wrap('li', `${box(node.checked)}${line}${inside(rest)}`);
    }
    case 'blockquote':
      return wrap('blockquote', inside(node.children));
    case 'table':
      return wrap('table', inside(node.children));
    case 'tableRow':
      return wrap('tr', inside(node.children));
    case 'tableCell':
      return wrap('td', inside(node.children));
    case 'thematicBreak':
      return '<hr/>';
    case 'break':
      return '<br/>';
    case 'footnoteReference':
      return `[${escapeHtml(node.identifier)}]`;
    case 'footnoteDefinition':
      return `<footer>[${escapeHtml(node.identifier)}] ${inside(node.children)}</footer>`;
    case 'linkReference':
      return inside(node.children);
    default:
      return '';
  }
}

const box = (checked: boolean | null | undefined): string =>
  typeof checked === 'boolean' ? `<input type="checkbox"${checked ? ' checked' : ''}/>` : '';

/** `==marked==` and `||spoiler||` are Telegram's own. */
const styled = (text: string): string =>
  escapeHtml(text)
    .replace(/==(?=\S)([^=\n]+?)==/g, '<mark>$1</mark>')
    .replace(/\|\|(?=\S)([^|\n]+?)\|\|/g, '<tg-spoiler>$1</tg-spoiler>');

/** A block of raw HTML inside a paragraph would be cut by the paragraph's own tags. */
const isRaw = (children: readonly Nodes[]): boolean =>
  children.some(
    (child) => child.type === 'html' && /^<\/?(details|table|tg-button-row|ul|ol|pre)\b/i.test(child.value),
  );
