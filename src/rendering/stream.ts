import type { Root } from 'mdast';
import type { Block } from './types.ts';

export interface ShownBlocks {
  /** Final: the same objects on every call, parsed once. Only `replace` takes them back. */
  readonly settled: readonly Block[];
  /** What may still change, made presentable: an open fence is a code block, half a formula is code. */
  readonly open: readonly Block[];
}

/** An answer's Markdown while it is being written. */
export interface GrowingMarkdown {
  append(delta: string): void;
  /** The whole answer anew, after a repair. */
  replace(text: string): void;
  /** What to show now. Parses lazily: only what came since the last call, and the open block. */
  blocks(): ShownBlocks;
  /** The whole answer, exactly as `parseMarkdown` reads it; for the final form. */
  finish(): Root;
  /** The text so far. */
  readonly text: string;
  /** Characters handed to the parser so far, by all calls together. */
  readonly parsedCharacters: number;
}

export function createGrowingMarkdown(): GrowingMarkdown {
  throw new Error('to come');
}
