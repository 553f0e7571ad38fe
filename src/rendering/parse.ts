import type { Root } from 'mdast';
import { collectDefinitions } from './definitions.ts';
import { normaliseBlocks } from './normalise.ts';
import { readMarkdown, uniformText } from './read.ts';

/**
 * A model's Markdown as a tree: GFM, CJK-friendly emphasis, and math in `$ $`, `$$ $$`, `\( \)` and `\[ \]`.
 * Never throws. In the tree: raw HTML is text (`<br>` a line break), reference links are resolved to links,
 * a formula on lines of its own is a `math` block, nesting is bounded, nodes have no positions.
 */
export function parseMarkdown(text: string): Root {
  const { children } = readMarkdown(uniformText(text));
  return { type: 'root', children: normaliseBlocks(children, collectDefinitions(children)) };
}
