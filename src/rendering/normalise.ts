import type { BlockContent, List, ListItem, Nodes, Table } from 'mdast';
import type { Definitions } from './definitions.ts';
import { MAX_BLOCK_DEPTH } from './limits.ts';
import { normaliseInline } from './normalise-inline.ts';
import type { Block, Inline } from './types.ts';
import { walk } from './walk.ts';

/**
 * The tree that the rest of the rendering works on: no positions, no HTML, no references, no empty
 * paragraphs, bounded depth. Whether a list is loose follows from its items alone, not from blank lines, so
 * that a list reads the same whether it came whole or item by item.
 */
export function normaliseBlocks(nodes: readonly Nodes[], definitions: Definitions, depth = 0): Block[] {
  const reachable = depth < MAX_BLOCK_DEPTH ? nodes : unframe(nodes);
  return reachable.flatMap((node) => normaliseOne(node, definitions, depth));
}

function normaliseOne(node: Nodes, definitions: Definitions, depth: number): Block[] {
  switch (node.type) {
    case 'paragraph':
    case 'heading': {
      const children = trimEdges(normaliseInline(node.children, definitions));
      if (children.length === 0) return [];
      return [
        node.type === 'heading'
          ? { type: 'heading', depth: node.depth, children }
          : { type: 'paragraph', children },
      ];
    }
    case 'blockquote': {
      const children = normaliseBlocks(node.children, definitions, depth + 1);
      return children.length === 0 ? [] : [{ type: 'blockquote', children: children as BlockContent[] }];
    }
    case 'list': {
      const items = node.children.map((item) => normaliseItem(item, definitions, depth + 1));
      return [listOf(items, node.ordered === true ? (node.start ?? 1) : null)];
    }
    case 'table':
      return [normaliseTable(node, definitions)];
    case 'code':
      return [{ type: 'code', lang: node.lang ?? null, meta: node.meta ?? null, value: node.value }];
    case 'math': {
      const value = node.value.trim();
      return value === '' ? [] : [{ type: 'math', value }];
    }
    case 'thematicBreak':
      return [{ type: 'thematicBreak' }];
    case 'footnoteDefinition':
      return [
        {
          type: 'footnoteDefinition',
          identifier: node.identifier,
          label: node.label ?? node.identifier,
          children: normaliseBlocks(node.children, definitions, depth + 1) as BlockContent[],
        },
      ];
    case 'definition':
    case 'yaml':
      return [];
    case 'root':
    case 'listItem':
    case 'tableRow':
    case 'tableCell':
      return [];
    default: {
      const children = normaliseInline([node], definitions);
      return children.length === 0 ? [] : [{ type: 'paragraph', children }];
    }
  }
}

/** @param start the first number of an ordered list, null for bullets */
export function listOf(items: ListItem[], start: number | null): List {
  return {
    type: 'list',
    ordered: start !== null,
    start,
    spread: items.some((item) => item.spread === true),
    children: items,
  };
}

function normaliseItem(item: ListItem, definitions: Definitions, depth: number): ListItem {
  const children = normaliseBlocks(item.children, definitions, depth);
  const paragraphs = children.filter((child) => child.type === 'paragraph').length;
  return {
    type: 'listItem',
    checked: item.checked ?? null,
    spread: paragraphs > 1,
    children: children as BlockContent[],
  };
}

function normaliseTable(table: Table, definitions: Definitions): Table {
  return {
    type: 'table',
    align: table.align ?? [],
    children: table.children.map((row) => ({
      type: 'tableRow',
      children: row.children.map((cell) => ({
        type: 'tableCell',
        children: normaliseInline(cell.children, definitions),
      })),
    })),
  };
}

/** Line breaks at the edges of a paragraph show nothing. */
function trimEdges(children: Inline[]): Inline[] {
  const shown = (node: Inline) => node.type !== 'break';
  const first = children.findIndex(shown);
  return first === -1 ? [] : children.slice(first, children.findLastIndex(shown) + 1);
}

/** The blocks that hold words, without the containers around them. */
function unframe(nodes: readonly Nodes[]): Nodes[] {
  const leaves: Nodes[] = [];
  for (const node of walk(nodes)) {
    if (['paragraph', 'heading', 'table', 'code', 'math', 'thematicBreak'].includes(node.type)) {
      leaves.push(node);
    }
  }
  return leaves;
}
