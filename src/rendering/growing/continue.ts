import type { Code, List, RootContent, Table } from 'mdast';
import { listOf, normaliseBlocks } from '../normalise.ts';
import type { Block } from '../types.ts';
import { lineStart, lines } from './lines.ts';

/**
 * The part of a long open block that is final: all rows of a table but the last, all items of a list but the
 * last, all lines of a code block but the last. What follows is parsed alone, behind `prefix`, and joined.
 */
export interface Continuation {
  /** Source that makes the rest read as the same kind of block. */
  readonly prefix: string;
  /** The final part. */
  readonly block: List | Table | Code;
}

/** @returns what to keep, and where in the source the rest begins; null when there is nothing final yet */
export type Cut = { readonly continuation: Continuation; readonly offset: number } | null;

/**
 * Cuts the last block of a parsed source of whole lines.
 *
 * @param node the last block as parsed, with positions in `source`, its final part (`kept`) not included
 */
export function cutLast(node: RootContent, source: string, kept: Continuation | null): Cut {
  if (node.type === 'list') return cutList(node, source, kept);
  if (node.type === 'table') return cutTable(node, source, kept);
  return node.type === 'code' ? cutCode(node, source, kept) : null;
}

/** The final part and what was read behind it, as the parser would have read them at once. */
export function join(kept: Continuation | null, blocks: Block[]): Block[] {
  const [first, ...others] = blocks;
  if (kept === null) return blocks;
  if (first === undefined) return [kept.block];
  const { block } = kept;
  if (block.type === 'list' && first.type === 'list') {
    return [listOf([...block.children, ...first.children], block.start ?? null), ...others];
  }
  if (block.type === 'table' && first.type === 'table') {
    // The first row is the repeated header.
    return [{ ...block, children: [...block.children, ...first.children.slice(1)] }, ...others];
  }
  if (block.type === 'code' && first.type === 'code') {
    return [{ ...block, value: `${block.value}\n${first.value}` }, ...others];
  }
  return [block, ...blocks];
}

function cutList(list: List, source: string, kept: Continuation | null): Cut {
  const last = list.children.at(-1)?.position?.start.offset;
  if (list.children.length < 2 || last === undefined) return null;
  const block = joined(kept, { ...list, children: list.children.slice(0, -1) });
  return block?.type === 'list'
    ? { continuation: { prefix: '', block }, offset: lineStart(source, last) }
    : null;
}

function cutTable(table: Table, source: string, kept: Continuation | null): Cut {
  const first = table.position?.start.offset;
  const last = table.children.at(-1)?.position?.start.offset;
  // Header and at least two rows: the header is in the prefix.
  if (table.children.length < 3 || first === undefined || last === undefined) return null;
  const prefix = lines(source.slice(lineStart(source, first)), 2);
  const block = joined(kept, { ...table, children: table.children.slice(0, -1) });
  return block?.type === 'table'
    ? { continuation: { prefix, block }, offset: lineStart(source, last) }
    : null;
}

function cutCode(code: Code, source: string, kept: Continuation | null): Cut {
  const first = code.position?.start.offset;
  if (first === undefined) return null;
  const begin = lineStart(source, first);
  const prefix = lines(source.slice(begin), 1);
  const fence = /^ {0,3}(`{3,}|~{3,})/.exec(prefix)?.[1];
  if (fence === undefined) return null;
  const content = source.slice(begin + prefix.length).split('\n');
  // Blank lines at the end read differently when they are at the start of the rest.
  const last = content.findLastIndex((line) => line.trim() !== '');
  const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*$`);
  if (last < 1 || closing.test(content[last] ?? '')) return null;
  const value = code.value.split('\n').slice(0, last).join('\n');
  const block = joined(kept, { ...code, value });
  const offset = begin + prefix.length + content.slice(0, last).join('\n').length + 1;
  return block?.type === 'code' ? { continuation: { prefix, block }, offset } : null;
}

function joined(kept: Continuation | null, node: RootContent): Block | undefined {
  return join(kept, normaliseBlocks([node], new Map()))[0];
}
