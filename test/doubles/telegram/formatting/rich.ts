import { isObject, type Json } from '../call.ts';
import { malformed } from '../errors.ts';
import { type Parsed, plain } from './parsed.ts';
import { parseRichHtml } from './rich-html.ts';
import { parseRichMarkdown } from './rich-markdown.ts';

/**
 * Reads an `InputRichMessage`.
 *
 * @throws Refusal 400 when it has not exactly one content, or what is in it is refused
 */
export function parseRich(input: Json, draft: boolean): Parsed {
  const given = ['html', 'markdown', 'blocks'].filter((name) => input[name] !== undefined);
  if (given.length !== 1) throw malformed('rich message must have exactly one of html, markdown and blocks');
  const parsed = read(input, draft);
  if (parsed.text === '' && parsed.buttons.length === 0 && parsed.fetched.length === 0 && !draft)
    throw malformed('rich message is empty');
  if (draft && parsed.fetched.length > 0) throw malformed('rich message drafts can not use media by URL');
  return parsed;
}

function read({ html, markdown, blocks }: Json, draft: boolean): Parsed {
  if (typeof html === 'string') return parseRichHtml(html, { draft, lenient: false });
  if (typeof markdown === 'string') return parseRichMarkdown(markdown, draft);
  return plain(textOfBlocks(blocks).trim());
}

/** Only the words of explicit blocks are read; their limits are not checked. */
function textOfBlocks(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOfBlocks).join('');
  if (!isObject(value)) return '';
  const inner = [
    value.text,
    value.expression,
    value.summary,
    value.blocks,
    value.items,
    value.cells,
    value.caption,
  ];
  return `${inner.map(textOfBlocks).join('')}${'type' in value && 'text' in value ? '\n' : ''}`;
}
