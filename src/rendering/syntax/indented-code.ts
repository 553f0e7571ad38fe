import type { Code, Nodes, Root } from 'mdast';
import { walk } from '../walk.ts';

/**
 * Joins the pieces of indented code. The parser takes the line after a list for a lazy one, and ends an
 * indented code block that begins there after its first line.
 */
export function joinIndentedCode(root: Root): Root {
  for (const node of walk([root])) {
    if ('children' in node && node.children.some(isIndented)) {
      node.children = joinPieces(node.children) as never;
    }
  }
  return root;
}

function joinPieces(nodes: readonly Nodes[]): Nodes[] {
  const joined: Nodes[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    const end = node.position?.end;
    const follows = last?.position?.end.line === (node.position?.start.line ?? 0) - 1;
    if (last !== undefined && isIndented(last) && isIndented(node) && end !== undefined && follows) {
      const position = last.position === undefined ? undefined : { ...last.position, end };
      joined[joined.length - 1] = { ...last, value: `${last.value}\n${node.value}`, position };
    } else {
      joined.push(node);
    }
  }
  return joined;
}

/** Code without fences takes as many lines as it has. */
function isIndented(node: Nodes): node is Code {
  if (node.type !== 'code' || node.position === undefined || node.value === '') return false;
  const { start, end } = node.position;
  return node.value.split('\n').length === end.line - start.line + 1;
}
