import { styleText } from 'node:util';
import type { Finding, Section } from './finding.ts';

type Colour = Parameters<typeof styleText>[0];

const LEVELS = {
  ok: { colour: 'green', word: 'ok' },
  warning: { colour: 'yellow', word: 'warning' },
  problem: { colour: 'red', word: 'problem' },
} as const;
const WORD_CHARACTERS = 9;

/** The findings as text for people, with colours where wanted. */
export function printSections(sections: readonly Section[], colours: boolean): string {
  const style = (colour: Colour, text: string) =>
    colours ? styleText(colour, text, { validateStream: false }) : text;
  const finding = ({ level, what, mend }: Finding) => {
    const { colour, word } = LEVELS[level];
    const line = `  ${style(colour, word.padEnd(WORD_CHARACTERS))}${plain(what)}`;
    return mend === null ? line : `${line}\n${' '.repeat(2 + WORD_CHARACTERS)}→ ${plain(mend)}`;
  };
  const blocks = sections.map(({ title, findings }) =>
    [style('bold', title), ...findings.map(finding)].join('\n'),
  );
  return `${[...blocks, summary(sections)].join('\n\n')}\n`;
}

function summary(sections: readonly Section[]): string {
  const count = (level: Finding['level'], one: string, many: string) => {
    const found = sections
      .flatMap(({ findings }) => findings)
      .filter((finding) => finding.level === level).length;
    return found === 1 ? `1 ${one}` : `${found === 0 ? 'No' : found} ${many}`;
  };
  return `${count('problem', 'problem', 'problems')}, ${count('warning', 'warning', 'warnings').toLowerCase()}.`;
}

/** Servers' words and file names must not steer the terminal. */
function plain(text: string): string {
  return text.toWellFormed().replace(/\p{C}/gu, '\u{fffd}');
}
