import type { Nodes, RootContent } from 'mdast';
import { collectDefinitions } from '../definitions.ts';
import { normaliseBlocks } from '../normalise.ts';
import type { Block } from '../types.ts';
import { healInline } from './heal-inline.ts';
import { lastLeaf, trimUnfinished } from './trim.ts';

export interface Presented {
  readonly blocks: Block[];
  /** How much of the source is shown; the rest is white space and marks that show nothing yet. */
  readonly shown: number;
}

/**
 * The open end of an answer as it can be shown: an open fence is a code block, half a formula is code, open
 * emphasis is emphasis, a table row waits until it is whole.
 *
 * @param read parses, and counts what it parses
 */
export function present(source: string, read: (text: string) => RootContent[]): Presented {
  let nodes = read(source);
  const trimmed = trimUnfinished(source, lastLeaf(nodes));
  const closer = closerOf(trimmed, lastLeaf(nodes));
  const shown = trimmed + closer;
  if (shown !== source) nodes = read(shown);
  const blocks = normaliseBlocks(nodes, collectDefinitions(nodes));
  healLast(blocks, closer !== '', !/(?:\$\$|\\\])[.,;:!?]?\s*$/.test(trimmed));
  return { blocks, shown: trimmed.trimEnd().length };
}

/** The parser drops the backslash of an open `\(`, so that it has to be closed in the source. */
function closerOf(source: string, leaf: Nodes | undefined): string {
  if (leaf?.type === 'code' || leaf?.type === 'table' || leaf?.type === 'math') return '';
  const paragraph = source.slice(source.lastIndexOf('\n\n') + 1);
  for (const [open, close] of [
    ['\\(', '\\)'],
    ['\\[', '\\]'],
  ] as const) {
    if (paragraph.lastIndexOf(open) > paragraph.lastIndexOf(close)) return close;
  }
  return '';
}

/**
 * Heals the innermost last block in place: the blocks were made for this call.
 *
 * @param closed the source was closed by us, so the last formula is not whole
 * @param unclosed the source does not end with a closing mark of display math
 */
function healLast(blocks: Block[], closed: boolean, unclosed: boolean): void {
  let siblings: Nodes[] = blocks;
  let leaf = siblings.at(-1);
  while (
    leaf !== undefined &&
    (leaf.type === 'blockquote' || leaf.type === 'list' || leaf.type === 'listItem')
  ) {
    siblings = leaf.children;
    leaf = siblings.at(-1);
  }
  if (leaf?.type === 'math' && (closed || unclosed)) {
    siblings[siblings.length - 1] = { type: 'code', lang: 'latex', meta: null, value: leaf.value };
  } else if (leaf?.type === 'paragraph' || leaf?.type === 'heading') {
    const last = leaf.children.at(-1);
    if (last?.type === 'inlineMath' && closed) {
      leaf.children[leaf.children.length - 1] = { type: 'inlineCode', value: last.value };
    }
    leaf.children = healInline(leaf.children);
    if (leaf.children.length === 0) siblings.pop();
  }
}
