/** What is asked for on the first line, up to a colon that more comes behind. */
const HEAD = /^[^\n`:：]{1,200}(?::(?=\s)|：)\s*(?=\S)/;
/** As much as a request needs; what is shorter ("TypeError: …") is part of what came along. */
const REQUEST = /(?:\S+\s+){3}\S|\p{Script=Han}{6}/u;

/**
 * What came along with a message to work on; null where it says all in one line. What cannot be told from what is asked
 * stays with it: rather a word too many than one of the material too few.
 *
 * @example materialOf('Solve it and give the result as JSON: 3x + 4 = 19') // '3x + 4 = 19'
 */
export function materialOf(message: string): string | null {
  const text = message.trim();
  const head = HEAD.exec(text)?.[0];
  if (head !== undefined && REQUEST.test(head)) return text.slice(head.length);
  return text.includes('\n') ? text : null;
}
