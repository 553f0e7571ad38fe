/**
 * Escapes Markdown in plain text: only where a mark could take effect, as every needless backslash is one
 * that a platform's own parser may show.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\n{2,}/g, '\n')
    .replace(/[\\`*]/g, '\\$&')
    .replace(/~(?=.*~)|(?<=~.*)~/gs, '\\~')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/\[(?=\^)|\](?=[([:]|$)|!(?=$)/g, '\\$&')
    .replace(/<(?=[A-Za-z/!?@#])/g, '\\<')
    .replace(/&(?=#?\w+;)/g, '\\&');
}

/** Escapes dollars that a parser with math would take for a formula. */
export function escapeDollars(text: string): string {
  return text.replaceAll('$', '\\$');
}

/** Escapes what would begin another block at the start of a paragraph's lines. */
export function escapeLineStarts(paragraph: string): string {
  return paragraph
    .split('\n')
    .map((line) =>
      line
        .replace(/^[ \t]+/, '')
        .replace(/^(#{1,6})(?=[ \t]|$)/, '\\$1')
        .replace(/^>/, '\\>')
        .replace(/^([-+])(?=[ \t]|$)/, '\\$1')
        .replace(/^(\d{1,9})([.)])(?=[ \t]|$)/, '$1\\$2')
        .replace(/^(?=[ \t|:-]*-)(?=[|:-])(?=[ \t|:-]+$)/, '\\')
        .replace(/^(?=(?:=+|-+|(?:- *){3,})[ \t]*$)/, '\\')
        .replace(/^\[(?=[ xX]\][ \t])/, '\\['),
    )
    .join('\n');
}

/** Text in backticks that its own backticks cannot close. */
export function codeSpan(value: string): string {
  const text = value.replace(/\n/g, ' ');
  const fence = '`'.repeat(freeRun(text, '`', 1));
  const padded = /^`|`$|^ .* $/.test(text) && text.trim() !== '' ? ` ${text} ` : text;
  return `${fence}${padded}${fence}`;
}

/** A fenced block that its own content cannot close. */
export function fenced(value: string, info: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(value, '`') + 1));
  return `${fence}${info}\n${value}\n${fence}`;
}

function longestRun(text: string, mark: string): number {
  return Math.max(0, ...runs(text, mark));
}

/** The shortest length, from `least` on, that no run of the mark in the text has. */
function freeRun(text: string, mark: string, least: number): number {
  const taken = new Set(runs(text, mark));
  let length = least;
  while (taken.has(length)) length++;
  return length;
}

function runs(text: string, mark: string): number[] {
  return [...new Set([...text.matchAll(new RegExp(`${mark}+`, 'g'))].map((match) => match[0].length))];
}
