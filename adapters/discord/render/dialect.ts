import type { Dialect } from '../../../src/rendering/dialect.ts';
import { codeSpan } from '../../../src/rendering/escape.ts';
import { mayLink } from '../../../src/rendering/may-link.ts';
import { standardMarkdown } from '../../../src/rendering/standard-markdown.ts';
import { monospaceTable } from '../../../src/rendering/tables/monospace.ts';
import { neutralise } from './mentions.ts';

const ZERO_WIDTH_SPACE = '\u200B';
/** Columns of a fence in an embed before its lines wrap. */
export const MONOSPACE_COLUMNS = 64;
/** Discord knows three. */
const HEADINGS = 3;

const standard = standardMarkdown({ mayLink, neutralise, images: 'link', math: 'code' });

/**
 * Discord's Markdown in an embed: headings of three sizes, lists, quotes, fences and masked links; no tables, rules,
 * images or formulas. Within code nothing is a mention, so it stays as it is.
 */
export const discordDialect: Dialect = {
  ...standard,
  text: (value) => standard.text(value).replaceAll('||', '\\|\\|'),
  paragraph: (inner) => standard.paragraph(inner).replace(/^-#/gm, '\\-#'),
  heading: (depth, inner) =>
    depth <= HEADINGS
      ? standard.heading(depth, inner)
      : `**${inner.replaceAll('**', '').replace(/\s*\n\s*/g, ' ')}**`,
  inlineCode: (value) => codeSpan(value),
  inlineMath: (latex) => codeSpan(latex),
  code: ({ lang, value }) => fence(value, lang?.replace(/[^\w+#.-]/g, '') ?? ''),
  math: (latex) => fence(latex, 'latex'),
  table(table, cell) {
    const text = monospaceTable(table, MONOSPACE_COLUMNS);
    return text === null ? fence(standard.table(table, cell), '') : fence(text, '');
  },
  lineBreak: () => '\n',
  thematicBreak: () => '⎯⎯⎯⎯⎯⎯',
  itemMarker: (item) => {
    const marker = standard.itemMarker({ ...item, checked: null });
    return item.checked === null ? marker : `${marker}${item.checked ? '☑' : '☐'} `;
  },
  itemIndent: (marker) => ' '.repeat(marker.replace(/[☑☐] $/, '').length),
};

/** A longer fence is none in Discord, so one within is broken up by a character that nobody sees. */
function fence(value: string, lang: string): string {
  return `\`\`\`${lang}\n${value.replace(/`(?=``)/g, `\`${ZERO_WIDTH_SPACE}`)}\n\`\`\``;
}
