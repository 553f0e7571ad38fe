import { isObject, type Json, objects } from '../json.ts';
import type { Version } from '../workspace.ts';

const SUPPRESS_EMBEDS = 1 << 2;
const URLS = /<?https?:\/\/[^\s<>|)\]"'`\\]+>?/g;

/** What Discord takes without a word, but would call people: mentions have to be switched off. */
export function mentionNotes(body: Json): readonly string[] {
  const { allowed_mentions: allowed, content, embeds, message_reference: reference } = body;
  const speaks =
    (typeof content === 'string' && content !== '') || objects(embeds).length > 0 || isObject(reference);
  if (!speaks) return [];
  if (!isObject(allowed)) return ['allowed_mentions is missing, so that everybody may be called'];
  const lists = ['parse', 'users', 'roles'].filter(
    (name) => Array.isArray(allowed[name]) && allowed[name].length > 0,
  );
  const notes = lists.map((name) => `allowed_mentions.${name} is not empty`);
  if (allowed.parse === undefined) notes.push('allowed_mentions.parse is missing');
  if (allowed.replied_user === true) notes.push('allowed_mentions.replied_user calls whom it replies to');
  return notes;
}

/** Links in a text whose preview Discord would fetch: those in embeds have none, nor those in `<…>` or in code. */
export function previewNotes({
  content,
  flags,
}: Pick<Version, 'content'> & { readonly flags: number }): readonly string[] {
  if ((flags & SUPPRESS_EMBEDS) !== 0) return [];
  const links = withoutCode(content).match(URLS) ?? [];
  return links
    .filter((link) => !(link.startsWith('<') && link.endsWith('>')))
    .map((link) => `a link that Discord would show a preview of: ${link}`);
}

/** Pictures that embeds name as `attachment://…` have to be among the files; others would be fetched by Discord. */
export function pictureNotes({ embeds, files }: Pick<Version, 'embeds' | 'files'>): readonly string[] {
  const urls = embeds.flatMap(({ image, thumbnail, author, footer }) =>
    [
      [image, 'url'],
      [thumbnail, 'url'],
      [author, 'icon_url'],
      [footer, 'icon_url'],
    ].flatMap(([object, name]) => {
      const url = isObject(object) ? object[name as string] : undefined;
      return typeof url === 'string' ? [url] : [];
    }),
  );
  return urls.flatMap((url) => {
    const name = /^attachment:\/\/(.+)$/.exec(url)?.[1];
    if (name === undefined) return [`an embed makes Discord fetch ${url}`];
    return files.some((file) => file.name === name) ? [] : [`an embed names ${url}, which is not attached`];
  });
}

const FENCED = /```[\s\S]*?```/g;
const INLINE = /(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g;

const withoutCode = (text: string): string => text.replace(FENCED, ' ').replace(INLINE, ' ');
