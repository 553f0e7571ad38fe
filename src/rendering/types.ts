import type { PhrasingContent, RootContent } from 'mdast';
// Adds `math` and `inlineMath` to mdast's node types.
import type {} from 'remark-math';

/** A node that stands on lines of its own: paragraph, list, table, code, math … */
export type Block = RootContent;

/** A node within a line: text, strong, link, inlineMath … */
export type Inline = PhrasingContent;

/** A formula on lines of its own. */
export type MathBlock = Extract<RootContent, { type: 'math' }>;

/** A formula within a line. */
export type MathSpan = Extract<PhrasingContent, { type: 'inlineMath' }>;
