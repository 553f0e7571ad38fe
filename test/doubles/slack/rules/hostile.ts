import { isObject } from './fields.ts';

/** A call to many, which Slack resolves in mrkdwn and, for all we know, in markdown. */
const MASS = /<!(channel|here|everyone|subteam\^[^>]*)(\|[^>]*)?>/;
/** The same as people type it; only text that is no code rings. */
const TYPED = /(^|[^\p{L}\p{N}_.`])@(channel|here|everyone)\b/u;
const URLS = /https?:\/\/[^\s<>|)\]"'`\\]+/g;

/** What in a payload would call people or show a preview, in words. */
export function hostileParts(strings: readonly string[]): string[] {
  const problems: string[] = [];
  for (const text of strings) {
    const mass = MASS.exec(text);
    if (mass) problems.push(`calls many: ${mass[0]}`);
    const typed = TYPED.exec(withoutCode(text));
    if (typed) problems.push(`calls many: ${typed[0].trim()}`);
  }
  return problems;
}

/** The links that Slack would make live, and may show a preview of. */
export function liveUrls(strings: readonly string[]): readonly string[] {
  return strings.flatMap((text) => withoutCode(text).match(URLS) ?? []);
}

/** Longer paths, and runs of encoded letters, are no page's own name. */
const PATH_MAX = 200;
const ENCODED = /(%[0-9a-f]{2}){6,}/i;

/** Whether the request for a preview would carry along what a model put into the link. */
export function carriesData(url: string): boolean {
  const { search, username, pathname, hash } = new URL(url);
  return (
    search !== '' || username !== '' || (pathname + hash).length > PATH_MAX || ENCODED.test(pathname + hash)
  );
}

/** Text that people read, out of blocks or chunks; code of rich text is left out. */
export function readable(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => readable(item));
  if (!isObject(value) || value.type === 'rich_text_preformatted') return [];
  const own = ['text', 'title', 'caption', 'details', 'output']
    .map((name) => value[name])
    .filter((field): field is string => typeof field === 'string');
  const code = isObject(value.style) && value.style.code === true;
  const inner = Object.entries(value).filter(([name]) => name !== 'text' || typeof value.text !== 'string');
  return [
    ...(code || value.type === 'plain_text' || value.type === 'raw_text' ? [] : own),
    ...inner.flatMap(([, field]) => readable(field)),
  ];
}

const FENCED = /^( {0,3})(`{3,}|~{3,})[^\n]*\n[\s\S]*?(^ {0,3}\2[`~]*[ \t]*$|(?![\s\S]))/gm;
const INLINE = /(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g;

const withoutCode = (text: string): string => text.replace(FENCED, ' ').replace(INLINE, ' ');
