import { type Line, lineStart, readLines } from './blocks.ts';

/** Lines that are wrapped narrower than this are verse, an address, a list: theirs are meant. In columns. */
const WRAP_MIN_COLUMNS = 50;
/** Nobody wraps wider than this. In columns. */
const WRAP_MAX_COLUMNS = 130;
/** Markdown's hard breaks, and sentence ends: after one the next line stands alone. */
const ENDS = /(?: {2}|\\)$|[.!?:;…。！？：；।؟۔][\p{Pe}\p{Pf}"'*_]*$/u;
const TABLE_OR_RULE = /^\s*(?:\||[-=*_:\s|]+$)|\|\s*$/;
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/gu;
/** Between two of these no space is written. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303f\uff00-\uff60]/u;

/**
 * Joins the lines of a paragraph that was wrapped at a column, where a sentence goes on over the break: the model
 * would read halves. Chats mean their line breaks, so a line counts as wrapped only when it is long and the next
 * one's first word would have made it the longest of its paragraph.
 */
export function joinSoftBreaks(text: string): string {
  const lines = readLines(text);
  let joined = '';
  for (let from = 0; from < lines.length; ) {
    let to = from + 1;
    while (to < lines.length && continues(lines[to - 1] as Line, lines[to] as Line)) to++;
    joined += joinParagraph(lines.slice(from, to).map((line) => line.text));
    from = to;
  }
  return joined;
}

/** Whether Markdown takes a line for more of the paragraph before it. */
function continues(before: Line, line: Line): boolean {
  if (before.verbatim || line.verbatim) return false;
  if ([before, line].some(({ text }) => text.trim() === '' || TABLE_OR_RULE.test(text))) return false;
  const [startBefore, start] = [lineStart(before.text), lineStart(line.text)];
  if (startBefore.includes('#') || /^\s{4}/.test(startBefore)) return false;
  // No bullet, number or hashes of its own, no other depth of quotes, and not deeper than the words before.
  const quotes = (text: string) => text.replace(/[^>]/g, '').length;
  return (
    /^[\s>]*$/.test(start) && quotes(start) === quotes(startBefore) && start.length <= startBefore.length
  );
}

function joinParagraph(lines: readonly string[]): string {
  const widest = Math.max(...lines.map((line) => columns(line.trimEnd())));
  const mayBeWrapped = lines.length > 1 && widest >= WRAP_MIN_COLUMNS && widest <= WRAP_MAX_COLUMNS;
  return lines.reduce((joined, line, index) => {
    const before = (lines[index - 1] ?? '').replace(/\r?\n$/, '');
    const words = line.slice(lineStart(line).length);
    const isFull = columns(before) + 1 + columns(firstWord(words)) > widest;
    if (index === 0 || !mayBeWrapped || !isFull || ENDS.test(before)) return joined + line;
    const head = joined.trimEnd();
    const gap = UNSPACED.test(head.at(-1) ?? '') && UNSPACED.test(words[0] ?? '') ? '' : ' ';
    return head + gap + words;
  }, '');
}

function firstWord(words: string): string {
  const word = /^\S*/.exec(words)?.[0] ?? '';
  // Without spaces a line may break between any two characters.
  return UNSPACED.test(word[0] ?? '') ? (word[0] as string) : word;
}

/** The width in a terminal. */
function columns(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
