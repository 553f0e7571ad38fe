interface Alphabet {
  /** Code points of the mathematical A, a and 0; undefined where the alphabet has none. */
  readonly upper: number;
  readonly lower: number;
  readonly digit?: number;
  /** Letters that are older than the alphabet's block and stand elsewhere. */
  readonly holes?: Readonly<Record<string, string>>;
}

/** Unicode's chapter 22.2, "Mathematical Alphanumeric Symbols". */
const ALPHABETS: Readonly<Record<string, Alphabet>> = {
  mathbb: {
    upper: 0x1d538,
    lower: 0x1d552,
    digit: 0x1d7d8,
    holes: { C: 'ℂ', H: 'ℍ', N: 'ℕ', P: 'ℙ', Q: 'ℚ', R: 'ℝ', Z: 'ℤ' },
  },
  mathcal: {
    upper: 0x1d49c,
    lower: 0x1d4b6,
    holes: { B: 'ℬ', E: 'ℰ', F: 'ℱ', H: 'ℋ', I: 'ℐ', L: 'ℒ', M: 'ℳ', R: 'ℛ', e: 'ℯ', g: 'ℊ', o: 'ℴ' },
  },
  mathfrak: {
    upper: 0x1d504,
    lower: 0x1d51e,
    holes: { C: 'ℭ', H: 'ℌ', I: 'ℑ', R: 'ℜ', Z: 'ℨ' },
  },
  mathbf: { upper: 0x1d400, lower: 0x1d41a, digit: 0x1d7ce },
};

const SAME: Readonly<Record<string, string>> = {
  mathscr: 'mathcal',
  boldsymbol: 'mathbf',
  bm: 'mathbf',
  Bbb: 'mathbb',
};

/** Commands that choose an alphabet. */
export function isAlphabet(command: string): boolean {
  return Object.hasOwn(ALPHABETS, command) || Object.hasOwn(SAME, command);
}

/** The text in that alphabet, or null when it holds anything that the alphabet lacks. */
export function inAlphabet(command: string, text: string): string | null {
  const alphabet = ALPHABETS[SAME[command] ?? command];
  if (alphabet === undefined) return null;
  const letters = Array.from(text, (letter) => styled(letter, alphabet));
  return letters.includes(null) ? null : letters.join('');
}

function styled(letter: string, { upper, lower, digit, holes = {} }: Alphabet): string | null {
  const hole = holes[letter];
  if (hole !== undefined) return hole;
  const offset = (first: string) => letter.charCodeAt(0) - first.charCodeAt(0);
  if (/^[A-Z]$/.test(letter)) return String.fromCodePoint(upper + offset('A'));
  if (/^[a-z]$/.test(letter)) return String.fromCodePoint(lower + offset('a'));
  if (/^\d$/.test(letter) && digit !== undefined) return String.fromCodePoint(digit + offset('0'));
  return null;
}
