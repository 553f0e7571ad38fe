/** A piece of HTML: a tag or text whose character references are resolved. */
export type Token =
  | { readonly type: 'text'; readonly text: string; readonly at: number }
  | {
      readonly type: 'open';
      readonly name: string;
      readonly attributes: Attributes;
      readonly closed: boolean;
      readonly at: number;
    }
  | { readonly type: 'close'; readonly name: string; readonly at: number }
  /** A `<` that begins no tag. */
  | { readonly type: 'stray'; readonly at: number };

export type Attributes = ReadonlyMap<string, string>;

const TAG = /<(\/?)([A-Za-z][\w-]*)((?:\s+[\w:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+))?)*)\s*(\/?)>/y;
const COMMENT = /<!--[\s\S]*?-->/y;
const ATTRIBUTE = /([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;

/** Splits HTML into tags and text. `at` is the offset in UTF-16 code units. */
export function tokens(html: string): Token[] {
  const found: Token[] = [];
  let at = 0;
  while (at < html.length) {
    const next = html.indexOf('<', at);
    const end = next < 0 ? html.length : next;
    if (end > at) found.push({ type: 'text', text: unescapeHtml(html.slice(at, end)), at });
    if (next < 0) break;
    COMMENT.lastIndex = next;
    TAG.lastIndex = next;
    const comment = COMMENT.exec(html);
    const tag = comment === null ? TAG.exec(html) : null;
    if (comment !== null) at = COMMENT.lastIndex;
    else if (tag === null) {
      found.push({ type: 'stray', at: next });
      at = next + 1;
    } else {
      const name = (tag[2] ?? '').toLowerCase();
      if (tag[1] === '/') found.push({ type: 'close', name, at: next });
      else
        found.push({
          type: 'open',
          name,
          attributes: attributes(tag[3] ?? ''),
          closed: tag[4] === '/',
          at: next,
        });
      at = TAG.lastIndex;
    }
  }
  return found;
}

function attributes(text: string): Attributes {
  return new Map(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      unescapeHtml(double ?? single ?? bare ?? ''),
    ]),
  );
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };
/** Rich messages know these, too. */
const NAMED_RICH: Readonly<Record<string, string>> = {
  apos: "'",
  nbsp: '\u00A0',
  hellip: '…',
  mdash: '—',
  ndash: '–',
};

/** Resolves numeric references and the few names that Telegram knows; others stay as they are. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? NAMED_RICH[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
