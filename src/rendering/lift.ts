import type { BlockContent, Code, List, ListItem, Nodes, Table } from 'mdast';
import { joinText } from './normalise-inline.ts';
import type { Block, Inline, MathBlock, MathSpan } from './types.ts';

export type Special = Table | MathBlock | Code;

/** Either blocks as they are, or a block taken out of the text with what a platform shows in its place. */
export type Piece<T> =
  | { readonly kind: 'blocks'; readonly blocks: Block[] }
  | { readonly kind: 'lifted'; readonly node: Special; readonly value: T };

export interface Replacements {
  /** Each returns what stands in the node's place, or null to leave it. */
  table?(table: Table): Block[] | null;
  math?(math: MathBlock): Block[] | null;
  code?(code: Code): Block[] | null;
  inlineMath?(math: MathSpan): Inline[] | null;
}

/**
 * Tables, formulas and code blocks at any depth, replaced in place: a table by monospaced code, inline math
 * by Unicode. Returns a new tree; the given one stays as it was. What is put in is not visited again, a
 * table that stays has its cells' math replaced.
 */
export function replaceNodes(blocks: readonly Block[], replacements: Replacements): Block[] {
  return blocks.flatMap((block) => replaceNode(block, replacements) as Block[]);
}

function replaceNode(node: Nodes, replacements: Replacements): Nodes[] {
  const replaced = replacementOf(node, replacements);
  if (replaced !== null) return replaced;
  if (!('children' in node)) return [node];
  const children = node.children.flatMap((child) => replaceNode(child, replacements));
  const inline = children.some((child) => child.type === 'text');
  return [{ ...node, children: inline ? joinText(children as Inline[]) : children } as Nodes];
}

function replacementOf(node: Nodes, replacements: Replacements): Nodes[] | null {
  switch (node.type) {
    case 'table':
      return replacements.table?.(node) ?? null;
    case 'math':
      return replacements.math?.(node) ?? null;
    case 'code':
      return replacements.code?.(node) ?? null;
    case 'inlineMath':
      return replacements.inlineMath?.(node) ?? null;
    default:
      return null;
  }
}

/**
 * Takes tables, formulas and code blocks out of the text, in order, for a platform that shows them as
 * something else than text (a native table, a picture, a file). A list or quote around one is closed before
 * it and goes on after it; what else the same list item holds stands outside of the list.
 *
 * @param pick what to show instead (a promise, too); null leaves the block in the text
 */
export function liftBlocks<T>(blocks: readonly Block[], pick: (node: Special) => T | null): Piece<T>[] {
  return collect(blocks.flatMap((block) => liftOne(block, pick)));
}

function liftOne<T>(block: Block, pick: (node: Special) => T | null): Piece<T>[] {
  switch (block.type) {
    case 'table':
    case 'math':
    case 'code': {
      const value = pick(block);
      return value === null ? [inText(block)] : [{ kind: 'lifted', node: block, value }];
    }
    case 'blockquote':
    case 'footnoteDefinition':
      return liftBlocks(block.children, pick).map((piece) =>
        piece.kind === 'lifted' ? piece : inText({ ...block, children: piece.blocks as BlockContent[] }),
      );
    case 'list':
      return liftList(block, pick);
    default:
      return [inText(block)];
  }
}

function liftList<T>(list: List, pick: (node: Special) => T | null): Piece<T>[] {
  const pieces: Piece<T>[] = [];
  let items: ListItem[] = [];
  const close = (next: number) => {
    const start = list.ordered === true ? (list.start ?? 1) + next - items.length : null;
    if (items.length > 0) pieces.push(inText({ ...list, start, children: items }));
    items = [];
  };
  for (const [index, item] of list.children.entries()) {
    const [first, ...others] = liftBlocks(item.children, pick);
    if (first?.kind !== 'lifted') {
      items.push({ ...item, children: (first?.blocks ?? []) as BlockContent[] });
      if (others.length > 0) close(index + 1);
      pieces.push(...others);
    } else {
      close(index);
      pieces.push(first, ...others);
    }
  }
  close(list.children.length);
  return pieces;
}

function inText<T>(block: Block): Piece<T> {
  return { kind: 'blocks', blocks: [block] };
}

/** Neighbouring blocks as one piece. */
function collect<T>(pieces: Piece<T>[]): Piece<T>[] {
  const collected: Piece<T>[] = [];
  for (const piece of pieces) {
    const last = collected.at(-1);
    if (piece.kind === 'blocks' && last?.kind === 'blocks') last.blocks.push(...piece.blocks);
    else collected.push(piece);
  }
  return collected;
}
