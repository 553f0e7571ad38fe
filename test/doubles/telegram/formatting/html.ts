import { unavailable } from '../errors.ts';
import { type Entity, type Parsed, plain } from './parsed.ts';
import { type Attributes, tokens } from './tags.ts';

/** Tags of `parse_mode: HTML`, with the entity that each makes. */
const ENTITIES: Readonly<Record<string, string>> = {
  b: 'bold',
  strong: 'bold',
  i: 'italic',
  em: 'italic',
  u: 'underline',
  ins: 'underline',
  s: 'strikethrough',
  strike: 'strikethrough',
  del: 'strikethrough',
  'tg-spoiler': 'spoiler',
  span: 'spoiler',
  a: 'text_link',
  'tg-emoji': 'custom_emoji',
  'tg-time': 'date_time',
  code: 'code',
  pre: 'pre',
  blockquote: 'blockquote',
};

interface Open {
  readonly name: string;
  readonly attributes: Attributes;
  readonly offset: number;
}

/**
 * Parses the text of `parse_mode: HTML` and refuses what Telegram refuses, in its words.
 *
 * @throws Refusal 400 "can't parse entities"
 */
export function parseHtml(html: string): Parsed {
  const open: Open[] = [];
  const entities: Entity[] = [];
  let text = '';
  const fail = (what: string, at: number): never => {
    throw unavailable(`can't parse entities: ${what} at byte offset ${Buffer.byteLength(html.slice(0, at))}`);
  };
  for (const token of tokens(html)) {
    if (token.type === 'text') text += token.text;
    else if (token.type === 'stray') fail('Unsupported start tag ""', token.at);
    else if (token.type === 'open') {
      const spoiler = token.name !== 'span' || token.attributes.get('class') === 'tg-spoiler';
      if (!(token.name in ENTITIES)) fail(`Unsupported start tag "${token.name}"`, token.at);
      if (!spoiler) fail('Tag "span" must have class "tg-spoiler"', token.at);
      open.push({ name: token.name, attributes: token.attributes, offset: text.length });
    } else {
      const last = open.pop();
      if (last === undefined) return fail('Unexpected end tag', token.at);
      if (last.name !== token.name)
        return fail(`Unmatched end tag, expected "</${last.name}>", found "</${token.name}>"`, token.at);
      const entity = entityOf(last, text);
      if (entity !== null) entities.push(entity);
    }
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined)
    throw unavailable(
      `can't parse entities: Can't find end tag corresponding to start tag "${unclosed.name}"`,
    );
  const sorted = withLanguage(entities).toSorted(
    (one, other) => one.offset - other.offset || other.length - one.length,
  );
  const links = sorted.flatMap(({ url }) => (url === undefined ? [] : [url]));
  return { ...plain(text, sorted), links };
}

/** Code that fills its block is no entity of its own: it names the block's language. */
function withLanguage(entities: readonly Entity[]): Entity[] {
  const same = (one: Entity, other: Entity) => one.offset === other.offset && one.length === other.length;
  const code = entities.filter(({ type }) => type === 'code');
  const blocks = entities.filter(({ type }) => type === 'pre');
  return entities
    .filter((entity) => entity.type !== 'code' || !blocks.some((block) => same(block, entity)))
    .map((entity) => {
      const language = code.find((one) => entity.type === 'pre' && same(one, entity))?.language;
      return language === undefined ? entity : { ...entity, language };
    });
}

function entityOf({ name, attributes, offset }: Open, text: string): Entity | null {
  const length = text.length - offset;
  if (length === 0) return null;
  const base = { type: ENTITIES[name] ?? name, offset, length };
  if (name === 'a') {
    // A link without an address links what it says.
    const url = attributes.get('href') ?? text.slice(offset);
    return /^[a-z][\w+.-]*:|\w\.\w/i.test(url) ? { ...base, url } : null;
  }
  if (name === 'code' && attributes.get('class')?.startsWith('language-'))
    return { ...base, language: attributes.get('class')?.slice('language-'.length) ?? '' };
  if (name === 'blockquote' && attributes.has('expandable'))
    return { ...base, type: 'expandable_blockquote' };
  return base;
}
