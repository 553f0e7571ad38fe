import { isObject } from './fields.ts';

/** A call to many, which Slack resolves in mrkdwn and, for all we know, in markdown. */
const MASS = /<!(channel|here|everyone|subteam\^[^>]*)(\|[^>]*)?>/;
/** The same as people type it; only text that is no code rings. */
const TYPED = /(^|[^\p{L}\p{N}_.`])@(channel|here|everyone)\b/u;
const URL = /https?:\/\/[^\s<>|)\]"'`]+/;

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

/** The first link that Slack would make one, and show a preview of; null when there is none. */
export function liveUrl(strings: readonly string[]): string | null {
  for (const text of strings) {
    const url = URL.exec(withoutCode(text))?.[0];
    if (url !== undefined) return url;
  }
  return null;
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
