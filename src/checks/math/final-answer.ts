import { decimalOf, evaluate, type Value } from './evaluate.ts';
import { plainMath } from './latex.ts';
import { readPrefix } from './sides.ts';
import { equationOf, fits } from './solutions.ts';
import { tokenize } from './tokens.ts';

/** What could be found out about the result that a model marked. */
export type FinalAnswer =
  /** Put into the question's equation, it holds. */
  | { readonly holds: true; readonly equation: string }
  /** It says nothing of the result: the question may ask for something else than the unknown. */
  | { readonly holds: false; readonly equation: string | null };

const MAX_CHARACTERS = 500;
const BETWEEN_VALUES = /[,;，；、]|\u2039[^\u2039]*\u2039|\b(?:or|and)\b|[或和]/;
const PLAIN = { comma: 'thousands', mixed: '+', percent: 'unit', pi: null } as const;

/**
 * Puts a marked result, `5`, `x = 5` or `3, -2`, into the equation that the question asks to solve.
 *
 * @example
 * checkFinalAnswer('x = 3 \\text{ or } x = -2', 'Solve x^2 - x - 6 = 0'); // holds
 */
export function checkFinalAnswer(marked: string, question: string): FinalAnswer {
  const equation = equationOf(question);
  if (equation === null) return { holds: false, equation: null };
  const values = marked.length > MAX_CHARACTERS ? [] : valuesOf(marked, equation.variable);
  const holds =
    values.length > 0 && values.every((value) => value !== null && fits(equation.difference, value));
  return { holds, equation: equation.text };
}

/** Null for a part that is no number. */
function valuesOf(marked: string, variable: string): (Value | null)[] {
  return plainMath(marked.replaceAll('$', ' '))
    .split(BETWEEN_VALUES)
    .map((part) => part.trim().replace(new RegExp(`^${variable}(?:_\\(?\\d\\)?)?\\s*=\\s*`), ''))
    .filter((part) => part !== '')
    .map(numberIn);
}

function numberIn(text: string): Value | null {
  const tokens = tokenize(text);
  const side = readPrefix(tokens);
  return side === null || side.end !== tokens.length || side.units.length > 0
    ? null
    : evaluate(side.tokens, PLAIN);
}

/**
 * What two results have in common when they are the same: a number in whatever form, else the words without signs of
 * order. Null for nothing.
 */
export function answerKey(marked: string): string | null {
  const text = marked.slice(0, MAX_CHARACTERS);
  const plain = plainMath(text.replace(/^\s*\$+|\$+\s*$|\*\*|[.。]\s*$/g, ''))
    .replace(/^\s*[a-zA-Z](?:_\(?\d\)?)?\s*=\s*/, '')
    .replace(/;\s*$/, '');
  const tokens = tokenize(plain);
  const side = readPrefix(tokens);
  const value = side !== null && side.end === tokens.length ? evaluate(side.tokens, PLAIN) : null;
  if (value !== null) return decimalOf(value).toSignificantDigits(12).toString();
  const words = plain.replace(/[\s\u2039$\\(){}]/g, '').toLowerCase();
  return words === '' ? null : words;
}
