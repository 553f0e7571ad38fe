import type { BlockContent, Blockquote, FootnoteDefinition, Heading, List, Paragraph } from 'mdast';
import type { Block } from '../types.ts';
import { boundary } from './boundary.ts';
import { divideCode } from './code.ts';
import { cutInline, cuttableText, dismantleFirst, trimInline } from './inline.ts';
import { largest } from './largest.ts';
import { divideTable } from './table.ts';

/** A block's first part, which fits, and the rest; no first part when it had to be taken apart first. */
export interface Division {
  readonly head: Block | null;
  readonly rest: Block[];
}

/**
 * Cuts a block so that its first part fits.
 *
 * @param fits whether a block fits into what room there is
 * @param last whether there will not be more room than this, so that even a bad cut is better than none
 * @returns null when nothing of it fits
 */
export function divide(block: Block, fits: (block: Block) => boolean, last: boolean): Division | null {
  switch (block.type) {
    case 'paragraph':
    case 'heading':
      return divideText(block, fits, last);
    case 'code':
      return divideCode(block, fits, last);
    case 'math':
      return last
        ? divideCode({ type: 'code', lang: 'latex', meta: null, value: block.value }, fits, last)
        : null;
    case 'table':
      return divideTable(block, fits, last);
    case 'list':
      return divideList(block, fits, last);
    case 'blockquote':
      return divideFrame(block, fits, last, (rest) => [{ ...block, children: rest as BlockContent[] }]);
    case 'footnoteDefinition':
      return divideFrame(block, fits, last, (rest) => rest);
    default:
      return null;
  }
}

function divideText(
  block: Paragraph | Heading,
  fits: (block: Block) => boolean,
  last: boolean,
): Division | null {
  const text = cuttableText(block.children);
  const head = (at: number): Block => ({
    ...block,
    children: trimInline(cutInline(block.children, at)[0], 'end'),
  });
  const room = largest(text.length, (at) => fits(head(at)));
  if (room === 0) {
    const children = last ? dismantleFirst(block.children) : null;
    return children === null ? null : { head: null, rest: [{ ...block, children }] };
  }
  const preferred = boundary(text, room);
  const at = fits(head(preferred)) ? preferred : room;
  const rest = trimInline(cutInline(block.children, at)[1], 'start');
  return { head: head(at), rest: rest.length === 0 ? [] : [{ ...block, children: rest }] };
}

function divideList(list: List, fits: (block: Block) => boolean, last: boolean): Division | null {
  const from = (index: number): List[] =>
    index >= list.children.length
      ? []
      : [
          {
            ...list,
            start: list.ordered === true ? (list.start ?? 1) + index : null,
            children: list.children.slice(index),
          },
        ];
  const upTo = (index: number): List => ({ ...list, children: list.children.slice(0, index) });
  const whole = largest(list.children.length, (count) => fits(upTo(count)));
  if (whole > 0) return { head: upTo(whole), rest: from(whole) };
  const [item] = list.children;
  if (!last || item === undefined) return null;
  const alone = (children: readonly Block[]): List => ({
    ...list,
    children: [{ ...item, children: children as BlockContent[] }],
  });
  // What is left of a cut item stands outside of the list: a second mark would make it another item.
  const division = divideChildren(item.children, (children) => fits(alone(children)), last);
  if (division === null) return { head: null, rest: [...item.children, ...from(1)] };
  const { head, rest } = division;
  return { head: head.length === 0 ? null : alone(head), rest: [...rest, ...from(1)] };
}

function divideFrame(
  block: Blockquote | FootnoteDefinition,
  fits: (block: Block) => boolean,
  last: boolean,
  frame: (rest: Block[]) => Block[],
): Division | null {
  const framed = (children: readonly Block[]): Block => ({ ...block, children: children as BlockContent[] });
  const division = divideChildren(block.children, (children) => fits(framed(children)), last);
  if (division === null) return last ? { head: null, rest: [...block.children] } : null;
  const { head, rest } = division;
  return { head: head.length === 0 ? null : framed(head), rest: rest.length === 0 ? [] : frame(rest) };
}

function divideChildren(
  children: readonly Block[],
  fits: (children: readonly Block[]) => boolean,
  last: boolean,
): { head: Block[]; rest: Block[] } | null {
  const whole = largest(children.length, (count) => fits(children.slice(0, count)));
  if (whole > 0) return { head: children.slice(0, whole), rest: children.slice(whole) };
  const [first, ...others] = children;
  const division = first === undefined ? null : divide(first, (part) => fits([part]), last);
  if (division === null) return null;
  return { head: division.head === null ? [] : [division.head], rest: [...division.rest, ...others] };
}
