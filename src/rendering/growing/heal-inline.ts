import { toString as textOf } from 'mdast-util-to-string';
import { MAX_INLINE_DEPTH } from '../limits.ts';
import { joinText } from '../normalise-inline.ts';
import type { Inline } from '../types.ts';

/** An opening mark that the parser found no end for: emphasis after no letter or digit, code, dollars. */
const OPENER = /(?<![A-Za-z0-9*_~`\\$])(\*{1,3}|_{1,3}|~~|`+|\${1,2})(?=[^\s*_~`$])/;
/** Half a link or image: `[label`, `[label]`, `[label](https://exa`. */
const HALF_LINK = /!?\[([^[\]]*)(?:\](?:\([^)]*)?)?$/;
const HALF_FOOTNOTE = /\[\^[^\]\s]*\]?$/;
const MATHEMATICAL = /[\\^_={}+<>/|-]/;

/** The end of an unfinished paragraph with its open marks taken as what they will be once they are closed. */
export function healInline(children: readonly Inline[]): Inline[] {
  return closeMarks(healLink(children));
}

/** As deep as marks have an effect: a hostile text opens thousands of them. */
function closeMarks(children: readonly Inline[], depth = 0): Inline[] {
  if (depth >= MAX_INLINE_DEPTH) return [...children];
  for (const [index, child] of children.entries()) {
    if (child.type !== 'text') continue;
    const found = OPENER.exec(child.value);
    const mark = found?.[1];
    if (found === null || mark === undefined) continue;
    const rest = joinText([
      { type: 'text', value: child.value.slice(found.index + mark.length) },
      ...children.slice(index + 1),
    ]);
    if (mark.startsWith('$') && !looksLikeMath(textOf({ type: 'paragraph', children: rest }))) continue;
    const head: Inline[] = [...children.slice(0, index)];
    const before = child.value.slice(0, found.index);
    if (before !== '') head.push({ type: 'text', value: before });
    return [...head, wrap(mark, rest, depth + 1)];
  }
  return [...children];
}

function wrap(mark: string, rest: Inline[], depth: number): Inline {
  if (mark.startsWith('`') || mark.startsWith('$')) {
    return { type: 'inlineCode', value: textOf({ type: 'paragraph', children: rest }) };
  }
  const children = closeMarks(rest, depth);
  if (mark === '~~') return { type: 'delete', children };
  const emphasis: Inline = { type: 'emphasis', children };
  if (mark.length === 1) return emphasis;
  return { type: 'strong', children: mark.length === 3 ? [emphasis] : children };
}

/** "$HOME" in prose is no formula; a letter or two, or an operator, may be one. */
function looksLikeMath(rest: string): boolean {
  return !/^\d/.test(rest) && (/^\S{0,3}$/.test(rest) || MATHEMATICAL.test(rest));
}

function healLink(children: readonly Inline[]): Inline[] {
  // The address of half a link may itself be read as a link.
  const address = children.findLastIndex((child) => child.type === 'text' && /\]\([^)]*$/.test(child.value));
  const kept = children.slice(0, address === -1 ? undefined : address + 1);
  const index = kept.findLastIndex((child) => child.type === 'text' && child.value.includes('['));
  const text = kept[index];
  if (text?.type !== 'text') return [...children];
  const value =
    index === kept.length - 1
      ? text.value.replace(HALF_FOOTNOTE, '').replace(HALF_LINK, '$1')
      : text.value.replace(/!?\[(?=[^\]]*$)/, '');
  return joinText(kept.with(index, { type: 'text', value })).filter(
    (child) => child.type !== 'text' || child.value !== '',
  );
}
