import type { Block } from './types.ts';

export interface SplitOptions {
  /**
   * The length of what would be sent for these blocks, in the unit of `limit` and with all of the
   * platform's own additions: usually `(blocks) => serialise(blocks, dialect).length`. Must not shrink when
   * blocks get more or longer.
   */
  measure(blocks: readonly Block[]): number;
  /** The most that one part may measure. */
  limit: number;
  /** The limit of the first part, where something else stands in the same message. */
  firstLimit?: number;
}

/**
 * Cuts an answer into parts that each measure at most the limit: between blocks where possible, then between
 * list items, table rows and lines of code, then sentences, words, characters. A cut code block is two code
 * blocks with the same language, a cut table's second half has an empty header row. The words of the parts,
 * in order, are the words of the blocks. No blocks, no parts.
 */
export function split(blocks: readonly Block[], options: SplitOptions): Block[][] {
  throw new Error(`to come ${blocks.length} ${options.limit}`);
}
