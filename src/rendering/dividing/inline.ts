import type { Inline } from '../types.ts';

/**
 * The text of inline nodes as far as it can be cut: formulas, images and such count as one character that
 * is no boundary.
 */
export function cuttableText(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if ('children' in node) return cuttableText(node.children);
      return node.type === 'text' || node.type === 'inlineCode' ? node.value : '\uFFFC';
    })
    .join('');
}

/** Cuts inline nodes after so many characters of `cuttableText`; marks around the cut are on both sides. */
export function cutInline(nodes: readonly Inline[], at: number): [Inline[], Inline[]] {
  const head: Inline[] = [];
  const tail: Inline[] = [];
  let left = at;
  for (const node of nodes) {
    const length = cuttableText([node]).length;
    if (left <= 0) tail.push(node);
    else if (length <= left) head.push(node);
    else {
      const [first, second] = cutNode(node, left);
      head.push(first);
      tail.push(second);
    }
    left -= length;
  }
  return [head, tail];
}

function cutNode(node: Inline, at: number): [Inline, Inline] {
  if ('children' in node) {
    const [head, tail] = cutInline(node.children, at);
    return [{ ...node, children: head } as Inline, { ...node, children: tail } as Inline];
  }
  const value = 'value' in node ? node.value : '';
  return [{ ...node, value: value.slice(0, at) } as Inline, { ...node, value: value.slice(at) } as Inline];
}

/** Without the white space that a cut leaves at the edges. */
export function trimInline(nodes: readonly Inline[], edge: 'start' | 'end'): Inline[] {
  const index = edge === 'start' ? 0 : nodes.length - 1;
  const node = nodes[index];
  if (node === undefined) return [];
  const others = nodes.toSpliced(index, 1);
  if (node.type === 'break') return trimInline(others, edge);
  if ('children' in node) {
    const children = trimInline(node.children, edge);
    return children.length === 0
      ? trimInline(others, edge)
      : nodes.toSpliced(index, 1, { ...node, children } as Inline);
  }
  if (node.type !== 'text') return [...nodes];
  const value = edge === 'start' ? node.value.trimStart() : node.value.trimEnd();
  return value === '' ? trimInline(others, edge) : nodes.toSpliced(index, 1, { ...node, value });
}

/**
 * Takes the first node apart that is too long to stand in a part of its own: marks are dropped, a link or
 * image shows its address beside it, a formula is code.
 *
 * @returns null when there is nothing to take apart
 */
export function dismantleFirst(nodes: readonly Inline[]): Inline[] | null {
  const [first, ...others] = nodes;
  switch (first?.type) {
    case 'link':
      return [...first.children, { type: 'text', value: ` (${first.url})` }, ...others];
    case 'image':
      return [{ type: 'text', value: `${first.alt ?? ''} (${first.url})`.trimStart() }, ...others];
    case 'inlineMath':
      return [{ type: 'inlineCode', value: first.value }, ...others];
    case 'strong':
    case 'emphasis':
    case 'delete':
      return [...first.children, ...others];
    default:
      return null;
  }
}
