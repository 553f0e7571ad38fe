/**
 * Emoji that models put in tables as marks, with a text symbol of most fonts and its colour. Used where the
 * system has no emoji font.
 */
const STAND_INS: Readonly<Record<string, readonly [symbol: string, colour: string]>> = {
  '✅': ['✔', '#15803d'],
  '☑️': ['✔', '#15803d'],
  '❌': ['✘', '#dc2626'],
  '❎': ['✘', '#15803d'],
  '⭐': ['★', '#d97706'],
  '🌟': ['★', '#d97706'],
  '🔴': ['●', '#dc2626'],
  '🟠': ['●', '#ea580c'],
  '🟡': ['●', '#eab308'],
  '🟢': ['●', '#16a34a'],
  '🔵': ['●', '#2563eb'],
  '🟣': ['●', '#9333ea'],
  '⚪': ['○', '#52525b'],
  '⚫': ['●', '#18181b'],
  '❗': ['!', '#dc2626'],
  '❓': ['?', '#dc2626'],
};

/** Flags are pairs of these; their letters are the country's code. */
const REGIONAL_A = 0x1f1e6;
const REGIONAL_Z = 0x1f1ff;
const LETTER_A = 0x41;
const GREY = '#52525b';

/** What to draw for a symbol that no font has; undefined when nothing says the same. */
export function standIn(symbol: string): { symbol: string; colour: string } | undefined {
  const point = symbol.codePointAt(0) ?? 0;
  if (point >= REGIONAL_A && point <= REGIONAL_Z) {
    return { symbol: String.fromCodePoint(point - REGIONAL_A + LETTER_A), colour: GREY };
  }
  const found = STAND_INS[symbol];
  return found && { symbol: found[0], colour: found[1] };
}
