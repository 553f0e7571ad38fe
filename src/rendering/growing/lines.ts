/** Where the line begins that an offset is in. */
export function lineStart(source: string, offset: number): number {
  return source.lastIndexOf('\n', offset - 1) + 1;
}

/** The first lines of a source, with their line breaks. */
export function lines(source: string, count: number): string {
  let end = 0;
  for (let line = 0; line < count; line++) {
    const found = source.indexOf('\n', end);
    if (found === -1) return source;
    end = found + 1;
  }
  return source.slice(0, end);
}

/** The last line, without a line break before it; empty when the source ends with one. */
export function lastLine(source: string): string {
  return source.slice(source.lastIndexOf('\n') + 1);
}

export function withoutLastLine(source: string): string {
  return source.slice(0, source.lastIndexOf('\n') + 1);
}
