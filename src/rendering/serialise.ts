import type { Dialect } from './dialect.ts';
import type { Block, Inline } from './types.ts';

/** Blocks as text in a dialect, a blank line between them, without a line break at the end. */
export function serialise(blocks: readonly Block[], dialect: Dialect): string {
  throw new Error(`to come ${blocks.length} ${typeof dialect}`);
}

/** Content of one paragraph, heading or table cell as text in a dialect. */
export function serialiseInline(nodes: readonly Inline[], dialect: Dialect): string {
  throw new Error(`to come ${nodes.length} ${typeof dialect}`);
}
