import { agree, literalOf } from './agree.ts';
import { type Chain, findChains } from './chains.ts';
import type { WrongStep } from './check.ts';
import { decimalOf, evaluate, math, plainNumber, type Value } from './evaluate.ts';
import { converts, isDisowned, isSaidRounded } from './excuses.ts';
import { plainMath } from './latex.ts';
import type { Side } from './sides.ts';
import { tokenize } from './tokens.ts';

/** More is no answer that a person reads; the rest is not recomputed. */
const MAX_EQUATIONS = 400;
/** How far the words that excuse an equation may stand from it, within its line. */
const AROUND_CHARACTERS = 160;
const EXCERPT_CHARACTERS = 120;

export interface Arithmetic {
  /** Equations that were recomputed. */
  readonly checked: number;
  readonly wrong: readonly WrongStep[];
  /** The last result, and where it ends in the plain text. */
  readonly last: { readonly value: Value; readonly to: number } | null;
}

const PLAIN = { comma: 'thousands', mixed: '+', percent: 'hundredth', pi: null } as const;

/** Recomputes every equation between numbers in a text. */
export function readArithmetic(answer: string, question: string): Arithmetic {
  const text = plainMath(markless(answer));
  const given = new Set(findChains(tokenize(plainMath(question))).flatMap(written));
  const rounded = new Set<string>();
  const wrong: WrongStep[] = [];
  let checked = 0;
  let last: Arithmetic['last'] = null;
  for (const chain of findChains(tokenize(text))) {
    if (checked >= MAX_EQUATIONS) break;
    let before: { side: Side; value: Value } | null = null;
    for (const [index, side] of chain.sides.entries()) {
      const value = side === null ? null : evaluate(side.tokens, PLAIN);
      if (side === null || value === null) continue;
      last = { value, to: chain.to };
      const left = before;
      before = { side, value };
      if (left === null || (!left.side.computed && !side.computed)) continue;
      const isAbout = chain.about[index - 1] === true;
      const seen = agree(left.side, side, isAbout, rounded);
      if (seen === null) continue;
      const literal = literalOf(side);
      if (seen.holds) {
        checked++;
        if (!seen.exact && literal !== null) rounded.add(plainNumber(literal.text, 'thousands'));
        continue;
      }
      if (goesOn(left, side) || isExcused(chain, left.side, side, text, given, isAbout, left.value, value))
        continue;
      checked++;
      wrong.push({ kind: 'step', text: excerpt(left.side, side, isAbout), expected: show(left.value) });
    }
  }
  return { checked, wrong, last };
}

/** Emphasis in Markdown is no product. */
function markless(text: string): string {
  return text
    .replace(/^[ \t]*(?:[-*+•][ \t]+|#{1,6}[ \t]+|>[ \t]?)+/gm, '')
    .replace(/^[ \t]*(?:\d{1,3}[.)][ \t]|\(\d{1,3}\)[ \t]|[（(]\d{1,3}[）)]|[①-⑳])/gm, '')
    .replace(/\*\*(?=\S)([^*\n]{1,300}?)\*\*(?!\d)/g, '$1')
    .replace(/`([^`\n]{1,300})`/g, '$1')
    .replace(/<<|>>/g, ' ; ');
}

/** "5 + 3 = 8 * 2 = 16": each step is right, though the whole is no equation. */
function goesOn(left: { value: Value }, side: Side): boolean {
  const [first, second] = side.tokens;
  if (first?.kind !== 'number' || second?.kind !== 'operator') return false;
  const start = evaluate([first], PLAIN);
  return start !== null && decimalOf(start).eq(decimalOf(left.value));
}

function isExcused(
  chain: Chain,
  left: Side,
  right: Side,
  text: string,
  given: ReadonlySet<string>,
  isAbout: boolean,
  a: Value,
  b: Value,
): boolean {
  if (isAmbiguous(left) || isAmbiguous(right)) return true;
  // "49 * 21 ≈ 50 * 20": an estimate on purpose.
  if (isAbout && right.computed) return true;
  if (converts(left, right) || written(chain).some((equation) => given.has(equation))) return true;
  const lineStart = text.lastIndexOf('\n', chain.from) + 1;
  const lineEnd = text.indexOf('\n', chain.to);
  const around = text.slice(
    Math.max(lineStart, chain.from - AROUND_CHARACTERS),
    Math.min(lineEnd < 0 ? text.length : lineEnd, chain.to + AROUND_CHARACTERS),
  );
  // "= 5!": a factorial or joy.
  if (/^\s*!/.test(text.slice(chain.to, chain.to + 5))) return true;
  if (isDisowned(around)) return true;
  return isSaidRounded(around) && decimalOf(a).minus(decimalOf(b)).abs().lt(1);
}

/** `6/2(1+2)`: people do not agree on it. */
function isAmbiguous({ tokens }: Side): boolean {
  return tokens.some(
    ({ text, at }, index) =>
      text === '*' &&
      tokens[index + 1]?.at === at &&
      tokens.slice(0, index).some((token) => token.text === '/'),
  );
}

function written({ sides }: Chain): string[] {
  return sides.flatMap((side, index) => {
    const before = sides[index - 1];
    return side && before ? [`${spell(before)}=${spell(side)}`] : [];
  });
}

function spell({ tokens }: Side): string {
  return tokens.map(({ text }) => text.trim()).join('');
}

function excerpt(left: Side, right: Side, isAbout: boolean): string {
  const words = (side: Side) => side.tokens.map(({ text }) => text.trim()).join(' ');
  const whole = `${words(left)} ${isAbout ? '≈' : '='} ${words(right)}`;
  return whole.length > EXCERPT_CHARACTERS ? `${whole.slice(0, EXCERPT_CHARACTERS)}…` : whole;
}

/** A value for people and models: whole, or with up to ten digits. */
export function show(value: Value): string {
  const decimal = decimalOf(value);
  if ('exact' in value && value.exact.d !== 1n && value.exact.d < 1000n && !decimal.times(1000).isInteger()) {
    return `${value.exact.toFraction()} ≈ ${math.bignumber(decimal).toSignificantDigits(6).toString()}`;
  }
  return decimal.toSignificantDigits(12).toString();
}
