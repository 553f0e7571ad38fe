import type { Block } from './types.ts';

/** Blocks as plain text without marks, for notifications, alt texts and platforms' fallback texts. */
export function plainText(blocks: readonly Block[]): string {
  throw new Error(`to come ${blocks.length}`);
}
