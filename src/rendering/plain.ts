import { toString as textOf } from 'mdast-util-to-string';
import type { Dialect } from './dialect.ts';
import { serialise } from './serialise.ts';
import type { Block } from './types.ts';

const same = (inner: string) => inner;

const PLAIN: Dialect = {
  text: (value) => value.replace(/\n{2,}/g, '\n'),
  strong: same,
  emphasis: same,
  strike: same,
  inlineCode: same,
  inlineMath: same,
  link: ({ inner }) => inner,
  image: ({ alt }) => alt,
  lineBreak: () => '\n',
  footnoteReference: (label) => `[${label}]`,
  paragraph: same,
  heading: (_depth, inner) => inner,
  code: ({ value }) => value,
  math: same,
  table: (table) =>
    table.children.map((row) => row.children.map((cell) => textOf(cell)).join('  ')).join('\n'),
  quote: same,
  thematicBreak: () => '',
  footnote: (label, inner) => `[${label}] ${inner}`,
  itemMarker({ number, checked }) {
    const box = checked === null ? '' : checked ? '☑ ' : '☐ ';
    return `${number === null ? '•' : `${number}.`} ${box}`;
  },
  itemIndent: () => '  ',
};

/** Blocks as plain text without marks, for notifications, alt texts and platforms' fallback texts. */
export function plainText(blocks: readonly Block[]): string {
  return serialise(blocks, PLAIN);
}
