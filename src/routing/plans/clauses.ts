import { BOUNDARY } from './words.ts';

/** Of a message only its beginning and its end are read: what is asked for stands there. In UTF-16 units. */
const HEAD_CHARS = 500;
const TAIL_CHARS = 300;
/** More wishes than this are a list of somebody's, and cost time. */
const CLAUSES_MAX = 12;
/** More than this behind a colon is what the wish before it is about. */
const MATERIAL_CHARS = 12;

const FENCE = /```[\s\S]*?(?:```|$)|<<[\s\S]*?>>|"""[\s\S]*?"""|^---$[\s\S]*?^---$/gm;
const QUOTED =
  /"[^"\n]{2,}"|“[^”]{2,}”|「[^」]{2,}」|『[^』]{2,}』|«[^»]{2,}»|《[^》]+》|`[^`\n]+`|(?<![a-z])'[^'\n]{12,}'(?![a-z])/g;
const LIST_ITEM = /^\s*(?:\d+\s*[.)）、:]|[a-d]\)|[-*•]\s|[①-⑩]|[一二三四五]、|[（(]\d[)）])/;
/** The last sentence behind a colon, where it is short: there people go on with what they want. */
const AGAIN = /(?<=[.?!。？！]\s*|\s[-–—]\s|，)(?:[a-z一-鿿 -][^.?!。？！，]{3,80})[.?!。？！]?\s*$/;
const GOES_ON = /^\s*(?:and|also|then|plus|afterwards|再|另外|顺便|还要|外加|以及|同时|然后)/;
const POINTS_BACK =
  /\b(?:it|them|this|that|each|results?|answers?|output|respond|return|give me)\b|输出|整理|做成|列成|算完|结果/;
/** A number of a list is no clause. */
const SAYS_SOMETHING = /[a-z]{2}|[\u3040-\u9fff]/;
const COLON = /(?<!\d)[:：](?!\/\/)|[:：](?![\d/])/;

/** A message as far as it asks for something. */
export interface Request {
  /** Its wishes, in order, lowercase, without what they quote and what is pasted behind them. */
  readonly clauses: readonly string[];
  /** Their text in one. */
  readonly asked: string;
  /** What came along to work on: behind a colon, in quotes, on further lines. */
  readonly material: string;
  readonly quoted: boolean;
}

/**
 * Divides a message into what it asks for, wish by wish. What is quoted or pasted is no wish, unless there would be
 * none without. Bounded time whatever its length.
 *
 * @param wishes whether a text asks for anything at all
 */
export function readRequest(text: string, wishes: (part: string) => boolean): Request {
  const shown =
    text.length > HEAD_CHARS + TAIL_CHARS ? `${text.slice(0, HEAD_CHARS)}\n${text.slice(-TAIL_CHARS)}` : text;
  const lower = shown.toLowerCase();
  const bare = lower.replace(FENCE, '\n').replace(QUOTED, ' “…” ');
  const lines = bare.split('\n').filter((line) => line.trim() !== '');
  const asked: string[] = [];
  const material: string[] = [];
  for (const [index, line] of lines.entries()) {
    const listed = LIST_ITEM.test(line);
    const last = index === lines.length - 1;
    const open = !asked.some(wishes);
    if (!(listed || open || (index === 0 && !last))) {
      material.push(line);
      continue;
    }
    const [wish, rest] = cutAtColon(line, wishes);
    asked.push(listed ? wish.replace(LIST_ITEM, '') : wish);
    if (rest !== '') material.push(rest);
  }
  const clauses = asked.flatMap(divide).slice(0, CLAUSES_MAX);
  return { clauses, asked: asked.join('\n'), material: material.join('\n'), quoted: bare !== lower };
}

/** What is behind a colon is material where there is a wish before it. */
function cutAtColon(line: string, wishes: (part: string) => boolean): readonly [string, string] {
  const at = line.search(COLON);
  if (at < 0 || line.length - at <= MATERIAL_CHARS) return [line, ''];
  const before = line.slice(0, at);
  if (!wishes(before)) return [line, ''];
  const behind = line.slice(at + 1);
  const again = behind.match(AGAIN)?.[0] ?? '';
  return GOES_ON.test(again) || (POINTS_BACK.test(again) && wishes(again))
    ? [`${before}. ${again}`, behind.slice(0, -again.length)]
    : [before, behind];
}

function divide(line: string): string[] {
  const clauses: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of line.matchAll(BOUNDARY)) {
    // A word that joins belongs to what it announces, and says so to the classifier.
    const word = /[a-z一-鿿]/.test(mark);
    const end = word ? index : index + mark.length;
    if (SAYS_SOMETHING.test(line.slice(from, index))) {
      clauses.push(line.slice(from, end).trim());
      from = end;
    }
  }
  const rest = line.slice(from).trim();
  if (SAYS_SOMETHING.test(rest) || clauses.length === 0) return rest === '' ? clauses : [...clauses, rest];
  return [...clauses.slice(0, -1), `${clauses.at(-1)} ${rest}`];
}
