import type { Nodes, RootContent } from 'mdast';
import { lastLine, withoutLastLine } from './lines.ts';

/** A line of nothing but marks: they may yet become a list, a heading, a rule, a fence, a table. */
const ONLY_MARKS = /^(?:[-+*_=~`#|:$\\>\s]|\[[ xX]?\]?|\d{1,9}[.)]?(?=\s*$)|\d{1,9}[.)]\s)*$/;
/** Marks at the very end that may yet open or close something, or be half of a closing mark. */
const TRAILING_MARKS = /(?:[*_~`$\\<&|]|\\\(|!?\[)+$/;
const HALF_DELIMITER_ROW = /^[\s>]*[|:-][\s|:-]*$/;

/** The innermost last block. */
export function lastLeaf(nodes: readonly RootContent[]): Nodes | undefined {
  let leaf: Nodes | undefined = nodes.at(-1);
  while (leaf !== undefined && 'children' in leaf && isContainer(leaf)) leaf = leaf.children.at(-1);
  return leaf;
}

function isContainer(node: Nodes): boolean {
  return ['blockquote', 'list', 'listItem', 'footnoteDefinition'].includes(node.type);
}

/**
 * The source of an open block without the marks at its end that show nothing yet.
 *
 * @param leaf its innermost last block as parsed from this source
 */
export function trimUnfinished(source: string, leaf: Nodes | undefined): string {
  if (leaf === undefined) return ONLY_MARKS.test(lastLine(source)) ? withoutLastLine(source) : source;
  if (leaf.type === 'code') return trimFence(source, leaf.position?.start.offset ?? 0, leaf.value);
  if (leaf.type === 'table') return trimRow(source, leaf.children.length);
  if (leaf.type === 'math') return source.replace(/(?:^|(?<=[^\\$]))[\\$]$/, '');
  if (source.endsWith('\n')) return trimHeaderRow(source);
  const closed = 'children' in leaf && leaf.children.at(-1)?.type === 'inlineMath';
  return closed ? source : trimHeaderRow(trimMarks(source));
}

/** A row grows cell by cell; half of it would be a row with empty cells. */
function trimRow(source: string, rows: number): string {
  const whole = withoutLastLine(source);
  return rows === 1 && whole !== source ? trimHeaderRow(whole) : whole;
}

function trimMarks(source: string): string {
  const trimmed = ONLY_MARKS.test(lastLine(source)) ? withoutLastLine(source) : source;
  return trimmed.replace(TRAILING_MARKS, '');
}

/** Half a closing fence is not code, and an opening one without its line break has no language yet. */
function trimFence(source: string, start: number, value: string): string {
  const last = lastLine(source);
  if (!source.slice(start).includes('\n') && value === '') return source.slice(0, start);
  return /^[\s>]*(`+|~+)[ \t]*$/.test(last) ? withoutLastLine(source) : source;
}

/** The header of a table, until the row under it says that it is one. */
function trimHeaderRow(source: string): string {
  const body = source.replace(/\n$/, '');
  const last = lastLine(body);
  if (/^[\s>]*\|/.test(last) && !HALF_DELIMITER_ROW.test(last)) return withoutLastLine(body);
  const above = withoutLastLine(body).replace(/\n$/, '');
  const headed = HALF_DELIMITER_ROW.test(last) && /^[\s>]*\|/.test(lastLine(above));
  return headed ? withoutLastLine(above) : source;
}
