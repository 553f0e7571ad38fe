import type { LanguageCode } from '../../translation/languages.ts';

/** Characters for what English says in 100; rounded from parallel sentences of the test table and common knowledge. */
const DENSITY: Readonly<Record<string, number>> = {
  Hans: 32,
  Hant: 32,
  Jpan: 45,
  Hang: 50,
  Hebr: 80,
  Arab: 90,
  Ethi: 65,
};
const USUAL_DENSITY = 108;
/** Translations are freer than parallel texts: only what is far off is said to be too short or long. */
const LEAST = 0.3;
const MOST = 3.2;

/** How long a translation is against what would be usual, 1 being just so. */
export function lengthRatio(source: string, answer: string, from: LanguageCode, to: LanguageCode): number {
  const expected = (source.trim().length * densityOf(to)) / densityOf(from);
  return answer.trim().length / Math.max(expected, 1);
}

export function isPlausibleLength(ratio: number): boolean {
  return ratio >= LEAST && ratio <= MOST;
}

function densityOf(code: LanguageCode): number {
  return DENSITY[code.slice(-4)] ?? USUAL_DENSITY;
}
