import type { ListItem } from 'mdast';
import type { Dialect } from './dialect.ts';
import { inlineOf } from './serialise-inline.ts';
import type { Block, Inline } from './types.ts';

/** Blocks as text in a dialect, a blank line between them, without a line break at the end. */
export function serialise(blocks: readonly Block[], dialect: Dialect): string {
  return blocksOf(blocks, dialect, 0);
}

/** Content of one paragraph, heading or table cell as text in a dialect. */
export function serialiseInline(nodes: readonly Inline[], dialect: Dialect): string {
  return inlineOf(nodes, dialect);
}

/** @param depth how many lists are around the blocks */
function blocksOf(blocks: readonly Block[], dialect: Dialect, depth: number): string {
  const parts: string[] = [];
  let alternate = false;
  for (const [index, block] of blocks.entries()) {
    alternate = followsItsLike(blocks, index) && !alternate;
    const part = blockOf(block, dialect, depth, alternate);
    if (part !== '') parts.push(part);
  }
  return parts.join('\n\n');
}

function followsItsLike(blocks: readonly Block[], index: number): boolean {
  const block = blocks[index];
  const before = blocks[index - 1];
  return block?.type === 'list' && before?.type === 'list' && block.ordered === before.ordered;
}

function blockOf(block: Block, dialect: Dialect, depth: number, alternate: boolean): string {
  switch (block.type) {
    case 'paragraph':
      return dialect.paragraph(inlineOf(block.children, dialect));
    case 'heading':
      return dialect.heading(block.depth, inlineOf(block.children, dialect));
    case 'code':
      return dialect.code({ lang: block.lang ?? null, value: block.value });
    case 'math':
      return dialect.math(block.value);
    case 'table':
      return dialect.table(block, (cell) => inlineOf(cell.children, dialect).replace(/\s*\n\s*/g, ' '));
    case 'blockquote':
      return dialect.quote(blocksOf(block.children, dialect, depth));
    case 'thematicBreak':
      return dialect.thematicBreak();
    case 'footnoteDefinition': {
      const label = block.label ?? block.identifier;
      const inner = blocksOf(block.children, dialect, depth);
      if (block.children[0]?.type === 'paragraph') return dialect.footnote(label, inner);
      // A fence or list in the label's line would not be one.
      return `${dialect.footnote(label, '').trimEnd()}\n\n${inner}`.trimEnd();
    }
    case 'list': {
      const items = block.children.map((item, index) => {
        const number = block.ordered === true ? (block.start ?? 1) + index : null;
        return itemOf(item, dialect, { number, depth, alternate, checked: item.checked ?? null });
      });
      return items.join(block.spread === true ? '\n\n' : '\n');
    }
    default:
      return '';
  }
}

function itemOf(item: ListItem, dialect: Dialect, shown: Parameters<Dialect['itemMarker']>[0]): string {
  const marker = dialect.itemMarker(shown);
  const indent = dialect.itemIndent(marker, shown);
  const inner =
    item.spread === true
      ? blocksOf(item.children, dialect, shown.depth + 1)
      : tightBlocksOf(item.children, dialect, shown.depth + 1);
  return (marker + inner.replace(/\n(?!\n|$)/g, `\n${indent}`)).trimEnd();
}

/** A nested list stands right under its item's words; anything else has its blank line. */
function tightBlocksOf(blocks: readonly Block[], dialect: Dialect, depth: number): string {
  const [first, second] = blocks;
  if (first?.type !== 'paragraph' || second?.type !== 'list') return blocksOf(blocks, dialect, depth);
  return `${blocksOf([first], dialect, depth)}\n${blocksOf(blocks.slice(1), dialect, depth)}`;
}
