import { toString as textOf } from 'mdast-util-to-string';
import type { Dialect } from '../../../src/rendering/dialect.ts';
import { mayLink } from '../../../src/rendering/may-link.ts';

const ZERO_WIDTH_SPACE = '\u200B';

/** `&`, `<`, `>` and the quote of attributes: nothing else has a meaning. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Nobody is called: Telegram makes mentions of bare `@names` by itself. It still reads the same. */
export function neutralise(text: string): string {
  return text.replace(/@(?=\w)/g, `@${ZERO_WIDTH_SPACE}`);
}

const text = (value: string) => escapeHtml(neutralise(value)).replace(/\n{2,}/g, '\n');
const code = (value: string) => `<code>${escapeHtml(value)}</code>`;
const wrap = (tag: string) => (inner: string) => (inner === '' ? '' : `<${tag}>${inner}</${tag}>`);

function pre(value: string, lang: string | null): string {
  const name = (lang ?? '').replace(/[^\w+#.-]/g, '');
  if (name === '') return `<pre>${escapeHtml(value)}</pre>`;
  return `<pre><code class="language-${escapeHtml(name)}">${escapeHtml(value)}</code></pre>`;
}

function link(url: string, label: string, inner: string): string {
  if (/^(?:https?:|mailto:)/i.test(url) && mayLink(url)) return `<a href="${escapeHtml(url)}">${inner}</a>`;
  // A path leads nowhere from a chat.
  if (!/^(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(url)) return inner;
  return label === url || inner === '' ? code(url) : `${inner} (${code(url)})`;
}

/** What `parse_mode: HTML` reads: inline marks, quotes and code; tables and formulas are code where they get here. */
export const htmlDialect: Dialect = {
  text,
  strong: wrap('b'),
  emphasis: wrap('i'),
  strike: wrap('s'),
  inlineCode: code,
  inlineMath: code,
  link: ({ url, inner, label }) => link(url, label, inner),
  image: ({ url, alt }) => link(url, alt, text(alt)),
  lineBreak: () => '\n',
  footnoteReference: (label) => `[${text(label)}]`,
  paragraph: (inner) => inner,
  heading: (_depth, inner) => wrap('b')(inner.replace(/\s*\n\s*/g, ' ')),
  code: ({ lang, value }) => pre(value, lang),
  math: (latex) => pre(latex, 'latex'),
  table: (table) =>
    pre(table.children.map((row) => row.children.map((cell) => textOf(cell)).join(' | ')).join('\n'), null),
  // Quotes cannot be nested.
  quote: (inner) => `<blockquote>${inner.replace(/<\/?blockquote>/g, '')}</blockquote>`,
  thematicBreak: () => '———',
  footnote: (label, inner) => `[${text(label)}] ${inner}`,
  itemMarker({ number, checked }) {
    const box = checked === null ? '' : checked ? '☑ ' : '☐ ';
    return `${number === null ? '•' : `${number}.`} ${box}`;
  },
  itemIndent: () => '  ',
};
