import type { Nodes } from 'mdast';

/** All nodes below and including the given ones, in reading order. Takes any depth: no recursion. */
export function* walk(nodes: readonly Nodes[]): Generator<Nodes> {
  const stack = [...nodes].reverse();
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    yield node;
    if ('children' in node) {
      for (let index = node.children.length - 1; index >= 0; index--) {
        const child = node.children[index];
        if (child !== undefined) stack.push(child);
      }
    }
  }
}
