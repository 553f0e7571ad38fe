import type { Block } from '../types.ts';

/** Blocks with what came since they were read, as it is: more code in code, else plain text behind them. */
export function withPlainText(blocks: readonly Block[], text: string): Block[] {
  const last = blocks.at(-1);
  if (text.trim() === '') return [...blocks];
  if (last?.type === 'code') return [...blocks.slice(0, -1), { ...last, value: last.value + text }];
  const added = { type: 'text', value: text } as const;
  if (last?.type === 'paragraph') {
    return [...blocks.slice(0, -1), { type: 'paragraph', children: [...last.children, added] }];
  }
  return [...blocks, { type: 'paragraph', children: [added] }];
}
