import { toString as textOf } from 'mdast-util-to-string';
import type { Around, Dialect } from './dialect.ts';
import type { Inline } from './types.ts';

const NO_NEIGHBOURS: Around = { before: '', after: '' };

/** @param around what stands beside these nodes: the text around a mark that they are in */
export function inlineOf(nodes: readonly Inline[], dialect: Dialect, around = NO_NEIGHBOURS): string {
  let before = around.before;
  return nodes
    .map((node, index) => {
      const after = firstCharacter(nodes.slice(index + 1, index + 2)) || around.after;
      const shown = nodeOf(node, dialect, { before, after });
      before = lastCharacter(node) || before;
      return shown;
    })
    .join('');
}

function nodeOf(node: Inline, dialect: Dialect, around: Around): string {
  switch (node.type) {
    case 'text':
      return dialect.text(node.value);
    case 'strong':
      return dialect.strong(inlineOf(node.children, dialect, around), around);
    case 'emphasis':
      return dialect.emphasis(inlineOf(node.children, dialect, around), around);
    case 'delete':
      return dialect.strike(inlineOf(node.children, dialect, around), around);
    case 'inlineCode':
      return dialect.inlineCode(node.value);
    case 'inlineMath':
      return dialect.inlineMath(node.value);
    case 'link':
      return dialect.link({ url: node.url, inner: inlineOf(node.children, dialect), label: textOf(node) });
    case 'image':
      return dialect.image({ url: node.url, alt: node.alt ?? '' });
    case 'break':
      return dialect.lineBreak();
    case 'footnoteReference':
      return dialect.footnoteReference(node.label ?? node.identifier);
    default:
      return '';
  }
}

function firstCharacter(nodes: readonly Inline[]): string {
  const [node] = nodes;
  if (node === undefined) return '';
  return node.type === 'break' ? '\n' : String.fromCodePoint(textOf(node).codePointAt(0) ?? 32);
}

function lastCharacter(node: Inline): string {
  return node.type === 'break' ? '\n' : ([...textOf(node).slice(-2)].at(-1) ?? '');
}
