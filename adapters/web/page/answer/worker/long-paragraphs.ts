import type { Paragraph } from 'mdast';
import type { Node } from './tree.ts';

/** Pieces within one paragraph: nobody writes so many, and the browser lays a paragraph out as a whole. */
const PIECES_MAX = 1_000;

/** The blocks with paragraphs of thousands of pieces (formulas, links) as several, so that each is laid out once. */
export function cutLongParagraphs(blocks: readonly Node[], max = PIECES_MAX): Node[] {
  return blocks.flatMap((block) =>
    block.type === 'paragraph' && block.children.length > max ? cut(block, max) : [block],
  );
}

function cut({ children }: Paragraph, max: number): Paragraph[] {
  const count = Math.ceil(children.length / max);
  return Array.from({ length: count }, (_, index) => ({
    type: 'paragraph',
    children: children.slice(index * max, (index + 1) * max),
  }));
}
