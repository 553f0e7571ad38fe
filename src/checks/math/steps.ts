import type { BigNumber } from 'mathjs';
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
/** A result that is worked on at once is no longer expression than this. */
const BEGINNING_TOKENS = 12;

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
      const left = before;
      before = { side, value };
      if (left === null || (!left.side.computed && !side.computed)) continue;
      const isAbout = chain.about[index - 1] === true;
      const seen = agree(left.side, side, isAbout, rounded);
      if (seen === null) continue;
      const literal = literalOf(side);
      if (seen.holds) {
        checked++;
        last = { value, to: chain.to };
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
export function markless(text: string): string {
  return text
    .replace(/^[ \t]*(?:[-*+•][ \t]+|#{1,6}[ \t]+|>[ \t]?)+/gm, '')
    .replace(/^[ \t]*(?:\d{1,3}[.)][ \t]|\(\d{1,3}\)[ \t]|[（(]\d{1,3}[）)]|[①-⑳])/gm, '')
    .replace(/\*\*(?=\S)([^*\n]{1,300}?)\*\*(?!\d)/g, '$1')
    .replace(/`([^`\n]{1,300})`/g, '$1')
    .replace(/<<|>>/g, ' ; ');
}

/** "5 + 3 = 8 * 2 = 16", "1 - 2/3 = 1/3 * 150 = 50": each step is right, though the whole is no equation. */
function goesOn(left: { value: Value }, { tokens }: Side): boolean {
  let depth = 0;
  for (const [index, { kind, text }] of tokens.slice(0, BEGINNING_TOKENS).entries()) {
    if (kind === 'open') depth++;
    if (kind === 'close') depth--;
    if (depth > 0 || index === 0 || kind !== 'operator' || text === '^') continue;
    const start = evaluate(tokens.slice(0, index), PLAIN);
    if (start !== null && decimalOf(start).eq(decimalOf(left.value))) return true;
  }
  return false;
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
  if (left.doubtful || right.doubtful || isAmbiguous(left) || isAmbiguous(right)) return true;
  if (isPartOf(left, a, b) || isListed(right, a) || isWholeQuotient(left, right, a, b)) return true;
  // "49 * 21 ≈ 50 * 20": an estimate on purpose.
  if (isAbout && right.computed) return true;
  if (converts(left, right, ratioOf(a, b)) || written(chain).some((equation) => given.has(equation)))
    return true;
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

/** "1/4 = 15 cups", "25% = 15 people": of something that words tell. */
function isPartOf({ tokens }: Side, a: Value, b: Value): boolean {
  const isFraction = /^\(*number(?:\/number\)*|%)$/.test(
    tokens.map(({ kind, text }) => (kind === 'number' ? kind : text)).join(''),
  );
  return isFraction && decimalOf(a).lt(1) && decimalOf(b).gte(1);
}

/** "7^4 = 2401,2 < 3": a comma behind which something new begins. */
function isListed({ tokens }: Side, a: Value): boolean {
  const [number] = tokens;
  if (number?.kind !== 'number' || !number.text.includes(',')) return false;
  const [own = ''] = number.text.split(',');
  return decimalOf(a).eq(own);
}

/** "100 / 3 = 33", "17 / 5 = 4 trips": what can only be had whole. */
function isWholeQuotient({ tokens }: Side, right: Side, a: Value, b: Value): boolean {
  const [exact, shown] = [decimalOf(a), decimalOf(b)];
  if (right.computed || !shown.isInteger() || exact.isInteger()) return false;
  return tokens.some(({ text }) => text === '/') && exact.minus(shown).abs().lt(1);
}

function ratioOf(a: Value, b: Value): BigNumber | null {
  const [x, y] = [decimalOf(a), decimalOf(b)];
  if (x.isZero() || y.isZero()) return null;
  return x.abs().gt(y.abs()) ? x.div(y).abs() : y.div(x).abs();
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

/** A fraction's parts have brackets of their own; those of a function stay. */
const ALONE_IN_BRACKETS = /(?<!\w )\( (\S+) \)/g;

function excerpt(left: Side, right: Side, isAbout: boolean): string {
  const words = (side: Side) =>
    side.tokens
      .map(({ text }) => text.trim())
      .join(' ')
      .replace(ALONE_IN_BRACKETS, '$1');
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
