import type { Node as TreeNode } from '../worker/tree.ts';

/** What is drawn of one node of the tree, as far as it can change. */
export interface Drawn {
  /** Keeps the first children, and draws these behind them. */
  put(keep: number, nodes: readonly TreeNode[]): void;
  child(index: number): Drawn | null;
  /** Adds to the end of a text or code. */
  write(text: string): void;
}

/** Elements that draw their children in a way of their own. All others do as `plainDrawn` says. */
const special = new WeakMap<Node, Drawn>();

export function drawSpecially(node: Node, drawn: Drawn): void {
  special.set(node, drawn);
}

export function drawnOf(node: Node, draw: (node: TreeNode) => Node): Drawn {
  return special.get(node) ?? plainDrawn(node, draw);
}

/**
 * A DOM node whose children are those of its tree node, one for one.
 *
 * @param own first children that are the element's own: a check box, a footnote's mark
 */
export function plainDrawn(node: Node, draw: (node: TreeNode) => Node, own = 0): Drawn {
  return {
    put(keep, nodes) {
      const { childNodes } = node;
      if (childNodes.length > own + keep) {
        const range = document.createRange();
        range.setStart(node, own + keep);
        range.setEnd(node, childNodes.length);
        range.deleteContents();
      }
      const fragment = document.createDocumentFragment();
      for (const each of nodes) fragment.append(draw(each));
      node.appendChild(fragment);
    },
    child(index) {
      const child = node.childNodes[own + index];
      return child === undefined ? null : drawnOf(child, draw);
    },
    write(text) {
      if (node instanceof Text) node.appendData(text);
    },
  };
}
