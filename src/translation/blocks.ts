export interface Line {
  /** With its line break. */
  readonly text: string;
  /** In a fence or a formula on lines of its own, or the mark that opens or closes one. */
  readonly verbatim: boolean;
}

const FENCE = /^ {0,3}(?:> ?)*(`{3,}|~{3,})/;
/** Quote marks, bullets, numbers, boxes and hashes at a line's start. */
const LINE_START = /^\s*(?:>\s?)*\s*(?:(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,9}[.)]\s+)*(?:#{1,6}\s+)?)/;

/** A Markdown text line by line. Joined, the lines are the text. */
export function readLines(text: string): Line[] {
  /** What closes the block that the line is in. */
  let closer: RegExp | null = null;
  return text.split(/(?<=\n)/).map((line) => {
    const opened: string | undefined = FENCE.exec(line)?.[1];
    if (closer !== null) {
      if (closer.test(line)) closer = null;
    } else if (opened !== undefined) {
      closer = new RegExp(`^ {0,3}(?:> ?)*${opened[0]}{${opened.length},}\\s*$`);
    } else if (/^\s*(?:\$\$|\\\[)\s*$/.test(line)) {
      closer = /(?:\$\$|\\\])\s*$/;
    } else {
      return { text: line, verbatim: false };
    }
    return { text: line, verbatim: true };
  });
}

/** What a line begins with before its words. */
export function lineStart(line: string): string {
  return LINE_START.exec(line)?.[0] ?? '';
}
