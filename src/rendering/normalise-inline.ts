import type { Definition } from 'mdast';
import type { Definitions } from './definitions.ts';
import { MAX_INLINE_DEPTH } from './limits.ts';
import type { Inline } from './types.ts';
import { walk } from './walk.ts';

const HTML_BREAK = /<br\s*\/?>/i;

/** Inline nodes without positions, with references resolved, adjacent text joined, and bounded depth. */
export function normaliseInline(
  nodes: readonly Inline[],
  definitions: Definitions,
  depth = 0,
  // Text that an escape or an entity made is not told apart: `\<br>` breaks the line, too.
): Inline[] {
  const reachable = depth < MAX_INLINE_DEPTH ? nodes : flatten(nodes);
  return joinText(endAddresses(reachable).flatMap((node) => normaliseOne(node, definitions, depth)));
}

/** A bare address ends at `<` (GFM, 6.9); the library's second search for addresses, in brackets, goes past it. */
function endAddresses(nodes: readonly Inline[]): readonly Inline[] {
  if (!nodes.some(isOverlong)) return nodes;
  const parts = nodes.flatMap((node): Inline[] => {
    if (!isOverlong(node)) return [node];
    const end = node.url.indexOf('<');
    const url = node.url.slice(0, end);
    const rest = { type: 'text', value: node.url.slice(end) } as const;
    return [{ type: 'link', url, children: [{ type: 'text', value: url }] }, rest];
  });
  return joinText(parts);
}

function isOverlong(node: Inline): node is Extract<Inline, { type: 'link' }> {
  if (node.type !== 'link' || !node.url.includes('<')) return false;
  const [label] = node.children;
  return label?.type === 'text' && label.value === node.url;
}

function normaliseOne(node: Inline, definitions: Definitions, depth: number): Inline[] {
  switch (node.type) {
    case 'text':
    case 'html':
      return breakLines(node.value);
    case 'inlineCode':
      return [{ type: 'inlineCode', value: node.value }];
    case 'inlineMath': {
      const value = node.value.trim();
      return value === '' ? [] : [{ type: 'inlineMath', value }];
    }
    case 'strong':
    case 'emphasis':
    case 'delete': {
      const children = normaliseInline(node.children, definitions, depth + 1);
      return children.length === 0 ? [] : [{ type: node.type, children }];
    }
    case 'link':
      return linkTo(node.url, normaliseInline(node.children, definitions, depth + 1));
    case 'linkReference':
      return linkTo(
        definitions.get(node.identifier)?.url ?? '',
        normaliseInline(node.children, definitions, depth + 1),
      );
    case 'image':
      return [{ type: 'image', url: node.url, alt: node.alt ?? '' }];
    case 'imageReference':
      return imageFrom(definitions.get(node.identifier), node.alt ?? '');
    case 'break':
      return [{ type: 'break' }];
    case 'footnoteReference':
      return [
        { type: 'footnoteReference', identifier: node.identifier, label: node.label ?? node.identifier },
      ];
  }
}

function linkTo(url: string, children: Inline[]): Inline[] {
  if (url === '') return children;
  // A link without a label shows its address, as there would be nothing to see.
  const shown: Inline[] = children.length === 0 ? [{ type: 'text', value: url }] : children;
  return [{ type: 'link', url, children: shown.filter((child) => child.type !== 'link') as never }];
}

function imageFrom(definition: Definition | undefined, alt: string): Inline[] {
  if (definition === undefined) return alt === '' ? [] : [{ type: 'text', value: alt }];
  return [{ type: 'image', url: definition.url, alt }];
}

function breakLines(value: string): Inline[] {
  if (!HTML_BREAK.test(value)) return value === '' ? [] : [{ type: 'text', value }];
  return value
    .split(HTML_BREAK)
    .flatMap((part, index): Inline[] => [
      ...(index === 0 ? [] : [{ type: 'break' } as const]),
      ...(part === '' ? [] : [{ type: 'text', value: part } as const]),
    ]);
}

/** Adjacent text nodes as one, so that a control sequence cannot hide on a seam. */
export function joinText(nodes: readonly Inline[]): Inline[] {
  const joined: Inline[] = [];
  for (const node of nodes) {
    const last = joined.at(-1);
    if (node.type === 'text' && last?.type === 'text') {
      joined[joined.length - 1] = { type: 'text', value: last.value + node.value };
    } else {
      joined.push(node);
    }
  }
  return joined;
}

function flatten(nodes: readonly Inline[]): Inline[] {
  return [...walk(nodes)].filter((node) => !('children' in node)) as Inline[];
}
