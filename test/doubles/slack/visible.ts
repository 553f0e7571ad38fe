import type { Nodes, Root } from 'mdast';
import { toString as textOfNode } from 'mdast-util-to-string';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import type { Json } from './call.ts';
import { isObject } from './rules/fields.ts';
import type { SlackFile, Version } from './workspace.ts';

const parser = unified().use(remarkParse).use(remarkGfm);

/** Versions never change, and tests look at them many times a second. */
const read = new WeakMap<Version, string>();

/** What a person reads in a message, top to bottom; blocks stand in place of the text, as in Slack. */
export function visibleText(version: Version): string {
  const known = read.get(version);
  if (known !== undefined) return known;
  const text = textOfVersion(version);
  read.set(version, text);
  return text;
}

function textOfVersion({ text, blocks }: Version): string {
  const shown = blocks.map(textOfBlock).filter((part) => part !== '');
  // Blocks without words (a button alone) leave the text in its place.
  return shown.length > 0 ? shown.join('\n') : mrkdwn(text);
}

/** A file's content where it is text, its description where it is a picture. */
export function visibleFile({ mimetype, altText, content }: SlackFile): string {
  return mimetype.startsWith('image/') ? (altText ?? '') : content.toString('utf8');
}

function textOfBlock(block: Json): string {
  switch (block.type) {
    case 'markdown':
      return markdownText(String(block.text));
    case 'actions':
    case 'context_actions':
    case 'divider':
      return '';
    case 'image':
      return String(block.alt_text ?? '');
    case 'table':
    case 'data_table':
      return [...(block.caption === undefined ? [] : [String(block.caption)]), ...rowsOf(block.rows)].join(
        '\n',
      );
    case 'plan':
      return String(block.title);
    default:
      return [block.title, block.text, block.fields, block.elements, block.details, block.output]
        .map(textOf)
        .filter((part) => part !== '')
        .join('\n');
  }
}

function rowsOf(rows: unknown): string[] {
  if (!Array.isArray(rows)) return [];
  return rows.map((row) => (Array.isArray(row) ? row.map(textOf).join(' | ') : ''));
}

/** Text of a text object, of rich text, or of a list of them. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(textOf).join('');
  if (!isObject(value)) return '';
  if (value.type === 'image') return String(value.alt_text ?? '');
  if (value.type === 'mrkdwn') return mrkdwn(String(value.text));
  if (typeof value.text === 'string') return value.text;
  const inner = textOf(value.elements);
  return value.type === 'rich_text_section' || value.type === 'rich_text_preformatted' ? `${inner}\n` : inner;
}

/** mrkdwn as it is read: entities resolved, a link by its words. */
function mrkdwn(text: string): string {
  return text
    .replace(/<(https?:[^|>]+)\|([^>]*)>/g, '$2')
    .replace(/<(https?:[^>]+)>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

/** A markdown block as it is read: one line per block, row or item. */
export function markdownText(markdown: string): string {
  return lines(parser.parse(markdown) as Root).join('\n');
}

function lines(node: Nodes): string[] {
  switch (node.type) {
    case 'root':
    case 'list':
    case 'listItem':
    case 'blockquote':
      return node.children.flatMap(lines);
    case 'table':
      return node.children.map((row) => row.children.map((cell) => textOfNode(cell)).join(' | '));
    case 'thematicBreak':
      return [];
    default:
      return [textOfNode(node)];
  }
}
