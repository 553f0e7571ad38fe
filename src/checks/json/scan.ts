/** What a scan of JSON, or of something like it, found from an opening bracket on. */
export interface Scan {
  /** Just behind the closing bracket; null when the text ends before it. */
  readonly end: number | null;
  /** Where an unfinished value ends cleanly, counted from its bracket: in front of a comma, behind a value that is surely whole. */
  readonly safe: { readonly at: number; readonly closers: string } | null;
  /** The text ends inside a string that is a value, not a name. */
  readonly inStringValue: boolean;
}

const CLOSER: Readonly<Record<string, string>> = { '{': '}', '[': ']' };

/** Reads from the bracket at `from` to where it is closed; strings in double quotes, or in single ones, hide brackets. */
export function scanValue(text: string, from: number): Scan {
  const open: string[] = [];
  // Every bracket moves it, so that the brackets that are open at the end were open there, too.
  let safeAt: number | null = null;
  const unfinished = (inStringValue: boolean): Scan => ({
    end: null,
    safe: safeAt === null ? null : { at: safeAt - from, closers: open.toReversed().join('') },
    inStringValue,
  });
  /** The last character that is neither white space nor inside a string. */
  let before = '';
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (isSpace(char)) continue;
    if (char === '"' || (char === "'" && '{[,:'.includes(before))) {
      const isValue = before === ':' || (open.at(-1) === ']' && '[,'.includes(before));
      const end = endOfString(text, at, char);
      if (end === null) return unfinished(isValue);
      at = end;
      if (isValue) safeAt = end + 1;
    } else if (char === '{' || char === '[') {
      open.push(CLOSER[char] ?? '');
      safeAt = at + 1;
    } else if (char === '}' || char === ']') {
      // One that closes another kind of bracket is a slip; the mending sees to it.
      open.pop();
      if (open.length === 0) return { end: at + 1, safe: null, inStringValue: false };
      safeAt = at + 1;
    } else if (char === ',') safeAt = at;
    before = char;
  }
  return unfinished(false);
}

/** The index of the closing quote; a single one counts only where a value may end. */
function endOfString(text: string, from: number, quote: string): number | null {
  for (let at = from + 1; at < text.length; at++) {
    const char = text.charAt(at);
    if (char === '\\') at++;
    else if (char === quote && (quote === '"' || mayEndAt(text, at + 1))) return at;
  }
  return null;
}

function mayEndAt(text: string, from: number): boolean {
  let at = from;
  while (at < text.length && isSpace(text.charAt(at))) at++;
  return at === text.length || ',:}]'.includes(text.charAt(at));
}

function isSpace(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\r' || char === '\t';
}
