import { subscript, superscript } from './scripts.ts';

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['->', '→'],
  ['<-', '←'],
  ['<->', '↔'],
  ['<=>', '⇌'],
  ['<=>>', '⇌'],
  ['=', '='],
  ['+', '+'],
  ['^', '↑'],
  ['v', '↓'],
]);
/** Coefficient, elements with their counts, charge, state: `2`, `SO4`, `^2-`, `(aq)`. */
const SPECIES =
  /^(\d*)((?:[A-Z][a-z]?\d*|[([]|[)\]]\d*)+|e)(?:\^?\{?(\d*[+-])\}?|\^\{?(\d+[+-])\}?)?(\((?:s|l|g|aq)\))?$/;
const COUNT = /(?<=[A-Za-z)\]])\d+/g;
const BARE_CHARGE = /^\d+[+-]$/;

/** What stands in `\ce{…}` as Unicode text, or null when it is more than a plain equation. */
export function chemistry(source: string): string | null {
  const words = source.trim().split(/\s+/).map(word);
  return words.includes(null) ? null : words.join(' ');
}

function word(source: string): string | null {
  const sign = SIGNS.get(source);
  if (sign !== undefined) return sign;
  const [, coefficient = '', formula = '', charge = '', , state = ''] = SPECIES.exec(source) ?? [];
  if (formula === '') return null;
  // mhchem reads `Fe3+` as three atoms with a charge; only `^` makes it a number of charges.
  if (BARE_CHARGE.test(charge) && !source.includes('^')) return null;
  const counted = formula.replaceAll(COUNT, (count) => subscript(count) ?? count);
  return coefficient + counted + (charge === '' ? '' : (superscript(charge) ?? charge)) + state;
}
