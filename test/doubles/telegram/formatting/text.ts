import { malformed, unavailable } from '../errors.ts';
import { TELEGRAM_TAKES } from '../limits.ts';
import { parseHtml } from './html.ts';
import { type Entity, type Parsed, plain } from './parsed.ts';

/**
 * Reads the text of a message or caption with its `parse_mode` or its entities.
 *
 * @throws Refusal 400 when it cannot be parsed, is empty or too long after parsing
 */
export function parseText(
  text: string,
  mode: unknown,
  {
    entities = [] as readonly Entity[],
    max = TELEGRAM_TAKES.text as number,
    empty = false,
    tooLong = 'message is too long',
  } = {},
): Parsed {
  const parsed = read(text, mode, entities);
  // Telegram trims, and what is only white space is nothing.
  if (!empty && parsed.text.trim() === '') throw malformed('message text is empty');
  if (parsed.text.length > max) throw malformed(tooLong);
  return { ...parsed, links: [...parsed.links, ...urlsIn(parsed.text, parsed.entities)] };
}

function read(text: string, mode: unknown, entities: readonly Entity[]): Parsed {
  if (mode === undefined || mode === '') {
    const outside = entities.find(
      ({ offset, length }) => offset < 0 || length <= 0 || offset + length > text.length,
    );
    if (outside !== undefined)
      throw malformed(`can't parse entities: entity "${outside.type}" is out of the text`);
    return plain(text, entities);
  }
  if (String(mode).toLowerCase() === 'html') return parseHtml(text);
  if (/^markdown(v2)?$/i.test(String(mode))) throw malformed(`parse_mode ${mode} is not read by this double`);
  throw unavailable('unsupported parse_mode');
}

const URL_IN_TEXT = /https?:\/\/[^\s<>"'`]+/g;

/** URLs that Telegram would make live; in code it makes none. */
function urlsIn(text: string, entities: readonly Entity[]): string[] {
  const code = entities.filter(({ type }) => type === 'code' || type === 'pre');
  return [...text.matchAll(URL_IN_TEXT)]
    .filter(({ index }) => !code.some(({ offset, length }) => index >= offset && index < offset + length))
    .map(([url]) => url);
}

/** The entities that Telegram finds by itself in what people write. */
export function detectEntities(text: string): Entity[] {
  const found = (type: string, pattern: RegExp): Entity[] =>
    [...text.matchAll(pattern)].map((match) => {
      const word = match[2] ?? match[0];
      return { type, offset: match.index + match[0].length - word.length, length: word.length };
    });
  return [
    ...found('bot_command', /(^|[\s([{])(\/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])/g),
    ...found('mention', /(^|[^\w@/])(@\w{3,32})\b/g),
    ...found('url', URL_IN_TEXT),
  ].toSorted((one, other) => one.offset - other.offset);
}
