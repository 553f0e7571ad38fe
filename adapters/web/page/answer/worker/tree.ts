import type { ListItem, TableCell, TableRow } from 'mdast';
import type { Block, Inline } from '../../../../../src/rendering/types.ts';

/** All that a tree of `parseMarkdown` is made of, but its root. */
export type Node = Block | Inline | ListItem | TableRow | TableCell;

export function childrenOf(node: Node): readonly Node[] | null {
  return 'children' in node ? node.children : null;
}

/** The same node with other children. */
export function withChildren(node: Node, children: readonly Node[]): Node {
  return { ...node, children } as Node;
}

/** Whether two nodes are drawn alike, apart from their children; a text or code, apart from what it says. */
export function sameFrame(a: Node, b: Node): boolean {
  if (a.type !== b.type) return false;
  switch (a.type) {
    case 'heading':
      return a.depth === (b as typeof a).depth;
    case 'list':
      return a.ordered === (b as typeof a).ordered && a.start === (b as typeof a).start;
    case 'listItem':
      return a.checked === (b as typeof a).checked;
    case 'link':
      return a.url === (b as typeof a).url;
    case 'code':
      return a.lang === (b as typeof a).lang;
    case 'image':
      return a.url === (b as typeof a).url && a.alt === (b as typeof a).alt;
    case 'footnoteDefinition':
    case 'footnoteReference':
      return a.identifier === (b as typeof a).identifier && a.label === (b as typeof a).label;
    case 'table':
      return String(a.align) === String((b as typeof a).align);
    default:
      return true;
  }
}
