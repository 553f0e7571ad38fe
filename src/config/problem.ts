/** One mistake: which variable, what is wrong with it, and how to mend it. Never holds a secret. */
export interface Problem {
  readonly variable: string;
  readonly wrong: string;
  readonly mend: string;
}

/** The configuration cannot be used. `message` is one readable block with a line for each mistake. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    const count = problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`;
    const lines = problems.map((problem) => `  ${problemLine(problem)}`);
    super(
      [`The configuration has ${count}:`, ...lines, 'Every variable is explained in .env.example.'].join(
        '\n',
      ),
    );
    this.problems = problems;
  }
}

/** `PORT: "abc" is not a whole number from 0 to 65535. Write for example PORT=3000.` */
export function problemLine({ variable, wrong, mend }: Problem): string {
  return `${variable}: ${wrong}. ${mend}`;
}

const SHOWN_MAX_CHARACTERS = 80;

/**
 * A bad value as a message may show it: quoted, short, without control characters. What stands before an `@` or
 * after a `?` may be a credential and is masked, even where the text is no URL at all.
 */
export function show(text: string): string {
  const masked = text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@').replace(/\?.*$/s, '?***');
  const printable = masked.toWellFormed().replace(/\p{C}/gu, '\u{fffd}');
  const short = printable.length > SHOWN_MAX_CHARACTERS;
  return `"${short ? `${printable.slice(0, SHOWN_MAX_CHARACTERS).toWellFormed()}…` : printable}"`;
}
