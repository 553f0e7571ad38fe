/** The end of the `{…}` that a text begins with, just behind its closing brace; null when it has none. */
export function endOfObject(text: string): number | null {
  if (!text.startsWith('{')) return null;
  let depth = 0;
  // A string without an end takes all the rest, so that the search stays linear.
  for (const match of text.matchAll(/"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[{}]/g)) {
    if (match[0] === '{') depth++;
    if (match[0] === '}') depth--;
    if (depth === 0) return match.index + 1;
  }
  return null;
}
