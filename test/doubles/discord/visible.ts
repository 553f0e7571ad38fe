import type { Nodes, Root } from 'mdast';
import { toString as textOfNode } from 'mdast-util-to-string';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { isObject, type Json, objects } from './json.ts';
import type { DiscordFile, Version } from './workspace.ts';

const parser = unified().use(remarkParse);
const TEXT_DISPLAY = 10;
const SUPPRESS_EMBEDS = 1 << 2;

/** What a person reads in a message, top to bottom. The flag that hides previews hides the bot's own embeds, too. */
export function visibleText(version: Version, flags = 0): string {
  const bare = (flags & SUPPRESS_EMBEDS) !== 0;
  const known = read.get(version);
  if (known?.bare === bare) return known.text;
  const text = readVersion(version, bare);
  read.set(version, { bare, text });
  return text;
}

/** Tests look at every version over and over. */
const read = new WeakMap<Version, { readonly bare: boolean; readonly text: string }>();

function readVersion({ content, embeds, components }: Version, bare: boolean): string {
  const shown = bare ? [] : embeds;
  const parts = [markdownText(content), ...shown.flatMap(embedText), ...components.flatMap(componentText)];
  return parts.filter((part) => part !== '').join('\n');
}

/** A file's content where it is text, its description where it is a picture. */
export function visibleFile({ contentType, name, description, content }: DiscordFile): string {
  return isPicture({ contentType, name }) ? (description ?? '') : content.toString('utf8');
}

export const isPicture = ({ contentType, name }: Pick<DiscordFile, 'contentType' | 'name'>): boolean =>
  contentType.startsWith('image/') || /\.(png|jpe?g|gif|webp)$/i.test(name);

function embedText({ author, title, description, fields, footer }: Json): string[] {
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const inFields = objects(fields).flatMap(({ name, value }) => [text(name), markdownText(text(value))]);
  return [
    isObject(author) ? text(author.name) : '',
    markdownText(text(title)),
    markdownText(text(description)),
    ...inFields,
    // A footer shows its text as it is.
    isObject(footer) ? text(footer.text) : '',
  ];
}

function componentText(component: Json): string[] {
  if (component.type === TEXT_DISPLAY) return [markdownText(String(component.content))];
  return objects(component.components).flatMap(componentText);
}

/** Discord's Markdown as it is read: one line per block or item; tables and pictures are no more than their source. */
export function markdownText(markdown: string): string {
  const source = markdown.replace(/^-# /gm, '');
  return lines(parser.parse(source) as Root).join('\n');
}

function lines(node: Nodes): string[] {
  switch (node.type) {
    case 'root':
    case 'list':
    case 'listItem':
    case 'blockquote':
      return node.children.flatMap(lines);
    case 'thematicBreak':
      return ['---'];
    case 'definition':
      return [`[${node.label ?? ''}]: ${node.url}`];
    default:
      return [textOfNode(node)];
  }
}
