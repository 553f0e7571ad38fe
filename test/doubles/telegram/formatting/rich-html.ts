import { malformed, unavailable } from '../errors.ts';
import { TELEGRAM_TAKES } from '../limits.ts';
import type { Button, Parsed } from './parsed.ts';
import { type Attributes, type Token, tokens } from './tags.ts';

/** Tags that count as blocks: nested blocks, items, rows and quotations do. */
const BLOCKS = new Set(
  'p h1 h2 h3 h4 h5 h6 pre footer hr ul ol li blockquote aside figure tg-document tg-map tg-collage tg-slideshow table tr details tg-math-block tg-thinking tg-button-row img video audio'.split(
    ' ',
  ),
);
const LINES = new Set([...BLOCKS, 'summary', 'caption', 'figcaption', 'cite']);
const INLINE = new Set(
  'a b strong i em u ins s strike del code mark sub sup tg-spoiler span tg-reference tg-emoji tg-time tg-math td th tbody thead br input tg-button summary caption figcaption cite'.split(
    ' ',
  ),
);
const VOID = new Set(['br', 'hr', 'img', 'input', 'tg-map']);
const MEDIA = new Set(['img', 'video', 'audio', 'tg-document']);

interface Options {
  /** Drafts alone may think. */
  readonly draft: boolean;
  /** Rich Markdown takes any HTML; tags that it does not know are not shown. */
  readonly lenient: boolean;
}

/**
 * Reads rich HTML as a person does: one line per block, cells set apart by bars.
 *
 * @throws Refusal 400 for what cannot be parsed or passes a limit
 */
export function parseRichHtml(html: string, options: Options): Parsed {
  const reader = new Reader(options);
  for (const token of tokens(html)) reader.take(token);
  return reader.end();
}

class Reader {
  readonly #options: Options;
  readonly #open: string[] = [];
  #text = '';
  #blocks = 0;
  #media = 0;
  #cells = 0;
  #button: { start: number; attributes: Attributes } | null = null;
  readonly #buttons: Button[] = [];
  readonly #fetched: string[] = [];
  readonly #links: string[] = [];
  readonly #doubts: string[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  take(token: Token): void {
    if (token.type === 'text') this.#write(token.text);
    else if (token.type === 'stray') this.#wrong('a stray "<"', () => this.#write('<'));
    else if (token.type === 'close') this.#close(token.name);
    else this.#start(token.name, token.attributes, token.closed);
  }

  end(): Parsed {
    const unclosed = this.#open.at(-1);
    if (unclosed !== undefined) this.#wrong(`no end tag for "${unclosed}"`, () => {});
    const text = this.#text.trim();
    if ([...text].length > TELEGRAM_TAKES.richCharacters) throw malformed('RICH_MESSAGE_TEXT_TOO_LONG');
    if (this.#blocks > TELEGRAM_TAKES.richBlocks) throw malformed('RICH_MESSAGE_TOO_MANY_BLOCKS');
    if (this.#media > TELEGRAM_TAKES.richMedia) throw malformed('RICH_MESSAGE_TOO_MANY_MEDIA');
    const found = {
      buttons: this.#buttons,
      fetched: this.#fetched,
      links: this.#links,
      doubts: this.#doubts,
    };
    return { text, entities: [], ...found };
  }

  #start(name: string, attributes: Attributes, closed: boolean): void {
    if (!BLOCKS.has(name) && !INLINE.has(name)) {
      this.#wrong(`an unsupported tag "${name}"`, () => {});
      return;
    }
    if (name === 'tg-thinking' && !this.#options.draft) throw malformed('thinking is for drafts only');
    if (BLOCKS.has(name)) this.#blocks++;
    if (LINES.has(name)) this.#line();
    if (name === 'tr') this.#cells = 0;
    if (name === 'td' || name === 'th') this.#cell();
    if (name === 'br') this.#text += '\n';
    if (name === 'input') this.#write(attributes.has('checked') ? '☑ ' : '☐ ');
    if (MEDIA.has(name)) this.#show(attributes);
    if (name === 'a' && attributes.has('href')) this.#links.push(attributes.get('href') ?? '');
    if (name === 'tg-button') this.#button = { start: this.#text.length, attributes };
    if (VOID.has(name) || closed) return;
    this.#open.push(name);
    if (this.#open.length > TELEGRAM_TAKES.richLevels) throw malformed('RICH_MESSAGE_TOO_DEEP');
  }

  #close(name: string): void {
    if (VOID.has(name) || (!BLOCKS.has(name) && !INLINE.has(name))) return;
    const at = this.#open.lastIndexOf(name);
    if (at < 0) {
      this.#wrong(`an unexpected end tag "${name}"`, () => {});
      return;
    }
    if (at < this.#open.length - 1) this.#wrong(`an end tag "${name}" out of order`, () => {});
    this.#open.length = at;
    if (name === 'tg-button') this.#endButton();
    if (LINES.has(name)) this.#line();
  }

  #wrong(what: string, mend: () => void): void {
    if (!this.#options.lenient) throw unavailable(`can't parse rich message: ${what}`);
    this.#doubts.push(`raw HTML: ${what}`);
    mend();
  }

  #cell(): void {
    this.#cells++;
    if (this.#cells > TELEGRAM_TAKES.tableColumns) throw malformed('RICH_MESSAGE_TABLE_TOO_WIDE');
    if (this.#cells > 1) this.#text += ' | ';
  }

  #show(attributes: Attributes): void {
    const source = attributes.get('src') ?? '';
    if (source.startsWith('tg://emoji')) {
      this.#write(attributes.get('alt') ?? '');
      return;
    }
    this.#media++;
    if (/^https?:/i.test(source)) this.#fetched.push(source);
  }

  #endButton(): void {
    if (this.#button === null) return;
    const { start, attributes } = this.#button;
    // Whoever means a button sends a keyboard, or HTML.
    if (this.#options.lenient) this.#doubts.push('raw HTML: a button');
    const data = attributes.get('type') === 'callback_data' ? (attributes.get('data') ?? '') : null;
    if (data !== null && (data === '' || Buffer.byteLength(data) > 64))
      throw malformed('BUTTON_DATA_INVALID');
    this.#buttons.push({ text: this.#text.slice(start).trim(), data });
    // A button is no text of the message.
    this.#text = this.#text.slice(0, start);
    this.#button = null;
  }

  #write(text: string): void {
    const kept = this.#open.includes('pre') || this.#open.includes('tg-math-block');
    const shown = kept ? text : text.replace(/[ \t\r\n]+/g, ' ');
    this.#text += /(^|\n)$/.test(this.#text) && !kept ? shown.trimStart() : shown;
  }

  #line(): void {
    this.#text = this.#text.replace(/ +$/, '');
    if (this.#text !== '' && !this.#text.endsWith('\n')) this.#text += '\n';
  }
}
