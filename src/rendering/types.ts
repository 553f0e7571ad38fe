import type { PhrasingContent, RootContent } from 'mdast';
// Adds `math` and `inlineMath` to mdast's node types.
import type {} from 'remark-math';

/** A node that stands on lines of its own: paragraph, list, table, code, math … */
export type Block = RootContent;

/** A node within a line: text, strong, link, inlineMath … */
export type Inline = PhrasingContent;
