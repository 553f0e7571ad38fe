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

/** What to draw for a symbol that no font has; undefined when nothing says the same. */
export function standIn(symbol: string): { symbol: string; colour: string } | undefined {
  const found = STAND_INS[symbol];
  return found && { symbol: found[0], colour: found[1] };
}
