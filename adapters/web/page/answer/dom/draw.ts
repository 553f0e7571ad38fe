import { drawCode } from '../code/block.ts';
import { el } from '../element.ts';
import { drawFormula, type Typesetter } from '../math/formula.ts';
import { drawTable } from '../table/table.ts';
import type { AnswerWords } from '../words.ts';
import type { Node as TreeNode } from '../worker/tree.ts';
import { drawSpecially, plainDrawn } from './drawn.ts';
import { footnotePlace, footnoteReference } from './footnotes.ts';
import { safeUrl } from './safe-url.ts';

export interface Drawing {
  readonly words: AnswerWords;
  readonly typesetter: Typesetter;
  /** Distinguishes the footnotes of this answer from those of others. */
  readonly prefix: string;
}

type Draw = (node: TreeNode) => Node;

/** Makes DOM nodes of tree nodes, node by node: whatever a model wrote, it is text. One DOM node for each. */
export function createDraw(drawing: Drawing): Draw {
  const draw: Draw = (node) => {
    switch (node.type) {
      case 'text':
        return document.createTextNode(node.value);
      case 'paragraph':
        return fill(el('p'), node.children, draw);
      case 'heading':
        return fill(el(headingTag(node.depth)), node.children, draw);
      case 'blockquote':
        return fill(el('blockquote'), node.children, draw);
      case 'list':
        return drawList(node, draw);
      case 'listItem':
        return drawItem(node, draw);
      case 'strong':
        return fill(el('strong'), node.children, draw);
      case 'emphasis':
        return fill(el('em'), node.children, draw);
      case 'delete':
        return fill(el('del'), node.children, draw);
      case 'inlineCode':
        return leftToRight(el('code', '', node.value));
      case 'code':
        return drawCode(node, drawing.words);
      case 'math':
        return drawFormula(node.value, 'display', drawing.typesetter);
      case 'inlineMath':
        return drawFormula(node.value, 'inline', drawing.typesetter);
      case 'table':
        return drawTable(node, drawing.words, draw);
      case 'link':
        return fill(linkTo(node.url, ''), node.children, draw);
      case 'image':
        return drawImage(node.url, node.alt ?? '');
      case 'break':
        return el('br');
      case 'thematicBreak':
        return el('hr');
      case 'footnoteReference':
        return footnoteReference(drawing.prefix, node.identifier, node.label ?? node.identifier);
      case 'footnoteDefinition': {
        const place = footnotePlace(drawing.prefix, node.identifier, node.label ?? node.identifier);
        drawSpecially(place, plainDrawn(place, draw, 1));
        return fill(place, node.children, draw);
      }
      default:
        // The tree has no other kinds; if it ever does, their words are shown.
        return fill(el('span'), 'children' in node ? (node.children as TreeNode[]) : [], draw);
    }
  };
  return draw;
}

function fill<E extends HTMLElement>(element: E, nodes: readonly TreeNode[], draw: Draw): E {
  for (const node of nodes) element.append(draw(node));
  return element;
}

function leftToRight<E extends HTMLElement>(element: E): E {
  element.dir = 'ltr';
  return element;
}

/** The page has its own two levels of headings above those of an answer. */
function headingTag(depth: number): 'h3' | 'h4' | 'h5' | 'h6' {
  return (['h3', 'h4', 'h5', 'h6'] as const)[depth - 1] ?? 'h6';
}

function drawList(node: Extract<TreeNode, { type: 'list' }>, draw: Draw): HTMLElement {
  if (node.ordered !== true) return fill(el('ul'), node.children, draw);
  const list = el('ol');
  if (typeof node.start === 'number' && node.start !== 1) list.start = node.start;
  return fill(list, node.children, draw);
}

function drawItem(node: Extract<TreeNode, { type: 'listItem' }>, draw: Draw): HTMLElement {
  if (typeof node.checked !== 'boolean') return fill(el('li'), node.children, draw);
  // A character, and no form field: it is read aloud, copied and printed, and nobody tries to press it.
  const item = el('li', 'task', el('span', 'box', node.checked ? '☑ ' : '☐ '));
  drawSpecially(item, plainDrawn(item, draw, 1));
  return fill(item, node.children, draw);
}

/** A link, or a plain frame when its address is none that a model may link to. */
function linkTo(url: string, className: string): HTMLElement {
  const href = safeUrl(url);
  if (href === null) return el('span', className);
  const link = el('a', className);
  link.href = href;
  link.target = '_blank';
  link.rel = 'noopener noreferrer nofollow';
  // Where it leads is seen before it is followed.
  link.title = href;
  return link;
}

/** A picture of a model's choosing would tell its server who reads this; so it is a link. */
function drawImage(url: string, alt: string): HTMLElement {
  const link = linkTo(url, 'image');
  link.append(alt === '' ? (safeUrl(url) ?? '') : alt);
  return link;
}
