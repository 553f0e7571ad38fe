import type { WrongStep } from './check.ts';
import { decimalOf, evaluate, type Value } from './evaluate.ts';
import { braced, plainMath } from './latex.ts';
import { readPrefix } from './sides.ts';
import type { Arithmetic } from './steps.ts';
import { markless, show } from './steps.ts';
import { tokenize } from './tokens.ts';

const PHRASE = /(?:the (?:final )?answer is:?|#{4}|答案[是为]?[:：]?|最终答案[:：])\s*/gi;
const PLAIN = { comma: 'thousands', mixed: '+', percent: 'unit', pi: null } as const;
/** Behind the last result, before the statement. Further away something else may be meant. */
const BETWEEN_CHARACTERS = 120;
const NUMBER_WORDS =
  /\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|half|twice|double|dozen)\b|[一二两三四五六七八九十半]/i;
/** Ratios by which people convert units in their heads. */
const CONVERSIONS = new Set([
  '60',
  '3600',
  '100',
  '1000',
  '10',
  '12',
  '24',
  '7',
  '16',
  '3',
  '36',
  '4',
  '52',
  '365',
  '10000',
]);

/**
 * Compares `\boxed{…}` or "The answer is: …" with the last computed result, only where the two are surely the same
 * quantity: the stated number stands nowhere else in the answer or question. Null when nothing is wrong.
 */
export function checkStatedAnswer(
  answer: string,
  question: string,
  last: Arithmetic['last'],
): WrongStep | null {
  if (last === null) return null;
  const stated = findStated(answer);
  if (stated === null) return null;
  const value = numberOf(stated.text);
  if (value === null) return null;
  const elsewhere = plainMath(`${answer.slice(0, stated.from)} ${question}`);
  const numbers = tokenize(elsewhere).flatMap((token) =>
    token.kind === 'number' ? [evaluate([token], PLAIN)] : [],
  );
  const [own, computed] = [decimalOf(value).abs(), decimalOf(last.value).abs()];
  if (numbers.some((number) => number !== null && decimalOf(number).eq(own))) return null;
  if (own.minus(computed).abs().lt(1) || own.isZero() || computed.isZero()) return null;
  const ratio = own.gt(computed) ? own.div(computed) : computed.div(own);
  if (CONVERSIONS.has(ratio.toString())) return null;
  // Between the result and the statement nothing else may have been worked out in words.
  const between = plainMath(markless(answer.slice(0, stated.from))).slice(last.to);
  if (/\d/.test(between) || NUMBER_WORDS.test(between) || between.length > BETWEEN_CHARACTERS) return null;
  // "= 5.56 × 10⁵ s = \boxed{6.4} days" is a step, and was read as one.
  if (/[=≈]\s*$/.test(between)) return null;
  return { kind: 'stated-answer', text: `The stated answer ${show(value)}`, expected: show(last.value) };
}

function findStated(answer: string): { text: string; from: number } | null {
  const box = answer.lastIndexOf('\\boxed');
  if (box >= 0) {
    const group = braced(answer, answer.indexOf('{', box));
    return group === null ? null : { text: group.body, from: box };
  }
  const phrase = [...answer.matchAll(PHRASE)].at(-1);
  if (phrase === undefined) return null;
  const from = phrase.index + phrase[0].length;
  return { text: answer.slice(from, from + 60).split('\n')[0] ?? '', from: phrase.index };
}

function numberOf(text: string): Value | null {
  const tokens = tokenize(plainMath(text.replace(/^\s*\$+|\*\*|\.\s*$/g, '')));
  const end = tokens.findIndex(({ kind }) => kind === 'end');
  const own = end < 0 ? tokens : tokens.slice(0, end);
  const side = readPrefix(own);
  if (side === null || side.end !== own.length || (end >= 0 && end < tokens.length - 1)) return null;
  return evaluate(side.tokens, PLAIN);
}
