/** An answer of 40,000 characters and more, with everything that has to be split with care. */
export interface LongAnswer {
  readonly markdown: string;
  /** Its numbered words, in the order in which they have to be read. */
  readonly words: readonly string[];
}

const CHARACTERS = 40_000;
/** What a person sees of the formula: as Unicode, in a picture's description, or as it was written. */
export const FORMULA = /∑|Σ|\\sum|sum/;

/** Words are numbered (`w00001`), so that order and completeness show whatever the platform does to the markup. */
export function longAnswer(): LongAnswer {
  const words: string[] = [];
  const word = (): string => {
    words.push(`w${String(words.length).padStart(5, '0')}`);
    return words.at(-1) ?? '';
  };
  const line = (count: number) => Array.from({ length: count }, word).join(' ');
  const lines = (count: number, length: number) => Array.from({ length: count }, () => line(length));

  const sections: string[] = [`# Begin ${word()}`];
  const paragraphs = (count: number) => Array.from({ length: count }, () => `${line(40)}.`);
  const list = () =>
    lines(12, 6)
      .map((item) => `- ${item}`)
      .join('\n');
  const code = (count: number) =>
    ['```python', ...lines(count, 7).map((text) => `print("${text}")`), '```'].join('\n');
  const row = () => `| ${word()} | ${word()} | ${word()} |`;
  const table = (count: number) =>
    ['| one | two | three |', '|---|---|---|', ...Array.from({ length: count }, row)].join('\n');

  sections.push(...paragraphs(4), list(), code(30), '$$\\sum_{k=1}^{n} k^2 = \\frac{n(n+1)(2n+1)}{6}$$');
  sections.push(
    ...paragraphs(4),
    table(20),
    `**Bold ${word()}** and \`code ${word()}\` with $x^2$.`,
    code(260),
  );
  while (sections.join('\n\n').length < CHARACTERS) {
    sections.push(`## Part ${word()}`, ...paragraphs(3), `> ${line(20)}`, table(8), code(12));
  }
  sections.push(`The end ${word()}.`);
  return { markdown: sections.join('\n\n'), words };
}

/** The numbered words in what a person reads, in order. */
export const wordsIn = (text: string): readonly string[] => text.match(/w\d{5}/g) ?? [];
