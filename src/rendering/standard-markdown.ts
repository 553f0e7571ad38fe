import type { TableCell } from 'mdast';
import type { Around, Dialect } from './dialect.ts';
import { codeSpan, escapeDollars, escapeLineStarts, escapeMarkdown, fenced } from './escape.ts';

export interface StandardMarkdownOptions {
  /**
   * Whether a link or image may be live. One that may not is shown with its address as code, which no
   * platform fetches or links. Default: http, https and mailto are live. Other schemes never are; of a
   * relative address only the label is shown.
   */
  readonly mayLink?: (url: string) => boolean;
  /** Takes the effect out of a platform's own control sequences (`<!channel>`, `@here`). Runs over all text and code. */
  readonly neutralise?: (text: string) => string;
  /** `image`: `![alt](url)`; `link`: `[alt](url)`. Default `link`: nothing is fetched. */
  readonly images?: 'image' | 'link';
  /** `dollars`: `$x$` and `$$` blocks; `code`: as code, for platforms without math. Default `code`. */
  readonly math?: 'dollars' | 'code';
}

/** CommonMark with GFM tables, task lists and strikethrough. */
export function standardMarkdown(options: StandardMarkdownOptions = {}): Dialect {
  const neutral = options.neutralise ?? ((text: string) => text);
  const dollars = options.math === 'dollars';
  const text = (value: string) => {
    const escaped = escapeMarkdown(neutral(value));
    return dollars ? escapeDollars(escaped) : escaped;
  };
  const mayLink = (url: string) => /^(?:https?:\/\/|mailto:)/i.test(url) && (options.mayLink?.(url) ?? true);
  // A dollar in a formula would end it.
  const formula = (latex: string) => neutral(latex).replace(/(?<!\\)\$/g, '\\$');
  // An address that is its own label: within brackets, a parser would find the address in the label again.
  const autolink = (url: string) => {
    const end = url.search(/[\s<>]/);
    return end === -1 ? `<${url}>` : `<${url.slice(0, end)}>${text(url.slice(end))}`;
  };
  const address = (url: string) => codeSpan(neutral(url));

  return {
    text,
    strong: (inner, around) => marked('**', inner, around),
    emphasis: (inner, around) => marked('*', inner, around),
    strike: (inner, around) => marked('~~', inner, around),
    inlineCode: (value) => codeSpan(neutral(value)),
    inlineMath: (latex) => (dollars ? `$${formula(latex)}$` : codeSpan(neutral(latex))),
    link({ url, inner, label }) {
      if (mayLink(url)) {
        return url === label && neutral(url) === url ? autolink(url) : `[${inner}](${destination(url)})`;
      }
      // A path leads nowhere from a chat.
      if (!ABSOLUTE.test(url)) return inner;
      return sameAddress(label, url) ? address(url) : `${inner} (${address(url)})`;
    },
    image({ url, alt }) {
      if (!mayLink(url)) {
        if (!ABSOLUTE.test(url)) return text(alt);
        return alt === '' ? address(url) : `${text(alt)} (${address(url)})`;
      }
      if (options.images === 'image') return `![${text(alt)}](${destination(url)})`;
      return `[${text(alt) || text(url)}](${destination(url)})`;
    },
    lineBreak: () => '  \n',
    footnoteReference: (label) => `\\[${text(label)}\\]`,

    paragraph: (inner) => escapeLineStarts(inner),
    heading: (depth, inner) => `${'#'.repeat(depth)} ${oneLine(inner).replace(/(#+)$/, '\\$1')}`,
    code: ({ lang, value }) => fenced(neutral(value), neutral(infoString(lang))),
    math: (latex) => (dollars ? `$$\n${formula(latex)}\n$$` : fenced(neutral(latex), 'latex')),
    table(table, cell) {
      const columns = Math.max(...table.children.map((row) => row.children.length));
      const line = (cells: string[]) =>
        `| ${Array.from({ length: columns }, (_, index) => cells[index] ?? '').join(' | ')} |`;
      const rows = table.children.map((row) => line(row.children.map((one) => cellText(cell, one))));
      const delimiters = Array.from(
        { length: columns },
        (_, index) => DELIMITER[table.align?.[index] ?? 'none'],
      );
      return [rows[0], line(delimiters), ...rows.slice(1)].join('\n');
    },
    quote: (inner) => inner.replace(/^(?=.)/gm, '> ').replace(/^$/gm, '>'),
    thematicBreak: () => '---',
    footnote: (label, inner) => `\\[${text(label)}\\] ${inner}`,
    itemMarker({ number, checked, alternate }) {
      const box = checked === null ? '' : checked ? '[x] ' : '[ ] ';
      if (number === null) return `${alternate ? '*' : '-'} ${box}`;
      return `${number}${alternate ? ')' : '.'} ${box}`;
    },
    itemIndent: (marker) => ' '.repeat(marker.replace(/\[[ x]\] $/, '').length),
  };
}

const ABSOLUTE = /^(?:[a-z][a-z\d+.-]*:|\/\/)/i;
const DELIMITER = { none: '---', left: ':--', right: '--:', center: ':-:' } as const;

/**
 * Marks around text. Standard parsers do not close a mark between punctuation and a letter
 * (`**note:**text`), so that white space and punctuation at its edges moves out of it there.
 */
function marked(mark: string, inner: string, around: Around): string {
  const [, leading = '', rest = ''] = /^(\s*)(.*)$/s.exec(inner) ?? [];
  const [, core = '', trailing = ''] = /^(.*?)(\s*)$/s.exec(rest) ?? [];
  if (core === '') return inner;
  const open = isWord(around.before) && leading === '' ? /^(?:\\?[\p{P}\p{S}])+/u.exec(core)?.[0] : undefined;
  const close =
    isWord(around.after) && trailing === '' ? /(?:\\?[\p{P}\p{S}])+$/u.exec(core)?.[0] : undefined;
  const movable = (edge: string | undefined): edge is string =>
    edge !== undefined && edge.length < core.length && !/[`*~[\]()]/.test(edge);
  const before = movable(open) ? open : '';
  const after = movable(close) ? close : '';
  const middle = core.slice(before.length, core.length - after.length);
  return `${leading}${before}${mark}${middle}${mark}${after}${trailing}`;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

function destination(url: string): string {
  return url.replace(
    /[\s<>()\\`*|]/g,
    (character) => `%${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

function sameAddress(label: string, url: string): boolean {
  return url === label || url === `http://${label}` || url === `mailto:${label}`;
}

function infoString(lang: string | null): string {
  return lang === null ? '' : lang.replace(/[^\w+#.-]/g, '');
}

function oneLine(inner: string): string {
  return inner.replace(/\s*\n\s*/g, ' ');
}

function cellText(cell: (cell: TableCell) => string, one: TableCell): string {
  return cell(one).replace(/\|/g, '\\|');
}
