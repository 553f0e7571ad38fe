import type { Code, Table } from 'mdast';
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
 * by Unicode. Returns a new tree; the given one stays as it was.
 */
export function replaceNodes(blocks: readonly Block[], replacements: Replacements): Block[] {
  throw new Error(`to come ${blocks.length} ${typeof replacements}`);
}

/**
 * Takes tables, formulas and code blocks out of the text, in order, for a platform that shows them as
 * something else than text (a native table, a picture, a file). A list or quote around one is closed before
 * it and goes on after it.
 *
 * @param pick what to show instead (a promise, too); null leaves the block in the text
 */
export function liftBlocks<T>(blocks: readonly Block[], pick: (node: Special) => T | null): Piece<T>[] {
  throw new Error(`to come ${blocks.length} ${typeof pick}`);
}
