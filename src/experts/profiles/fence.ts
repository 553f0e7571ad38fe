export interface FencedCode {
  /** The word after the fence; may be empty. */
  readonly language: string;
  readonly code: string;
}

/** A fenced block, closed or open at the end of the text. */
const BLOCK = /(?:^|\n)(`{3,})([^\n`]*)\n([\s\S]*?)(?:\n\1[^\S\n]*(?=\n|$)|$)/g;

/** The last fenced block of an answer, byte for byte, also where the answer was cut off within it; else null. */
export function lastCode(answer: string): FencedCode | null {
  const [, , language, code] = [...answer.matchAll(BLOCK)].at(-1) ?? [];
  return language === undefined || code === undefined ? null : { language: language.trim(), code };
}
